import { isCalendarDate } from '../calendar-date.ts';
import { type Issue, type Problem } from '../check-row.ts';
import { type Label, type StudyList } from '../form.ts';
import { codesOfVariable, subjectVariable, type SubjectVariable } from '../subject/index.ts';
import { defineVariable } from '../subject/variable.ts';
import { ctcaeTermOf, organClasses } from '../ctcae/index.ts';
import { isOrganClass } from './adverse-event.ts';
import { filterOfArguments } from './arguments.ts';
import { allOf, type Between, type CohortFilter, type Period } from './filter.ts';
import { isOfStudy } from './saved.ts';

/** Deeper or larger filters are refused: nobody can read them, and each condition costs time. */
export const filterLimits = { depth: 8, conditions: 100, values: 5_000 } as const;

/**
 * What only the study knows: its codes, and the variables that its own fields are. An absent list is not checked: a
 * condition on a field of the study is then read as it is given, and `parseFilter` with the study's variables decides.
 */
export type CohortLists = Readonly<Partial<Record<StudyList | 'centre', readonly string[]>>> & {
  readonly own?: readonly SubjectVariable[];
  /** False where only values are judged, as by the criteria and rules of a study: conditions on events are refused. */
  readonly takesEvents?: boolean;
};

/** A declared variable, or one of the study. */
export function variableIn(name: string, { own }: CohortLists): SubjectVariable | undefined {
  return subjectVariable(name) ?? own?.find((variable) => variable.name === name);
}

/** The filter, or why it is not valid: each issue names its place (`filter.and[1].variable`) and what is expected. */
export type ParsedFilter =
  | { readonly filter: CohortFilter | null; readonly issues: readonly [] }
  | { readonly filter: null; readonly issues: readonly [Issue, ...Issue[]] };

/** A selection as it arrives: short arguments, and a `filter` that must hold beside them. */
export function parseCohort(
  given: Readonly<Record<string, unknown>> | null | undefined,
  lists: CohortLists = {},
): ParsedFilter {
  const parsed = parseFilter(given?.['filter'], lists);
  if (parsed.issues.length > 0) return parsed;
  return { filter: allOf([filterOfArguments(given ?? {}), parsed.filter]), issues: [] };
}

/** Reads a filter from outside; absent keys may be null or undefined, as GraphQL inputs have them. */
export function parseFilter(value: unknown, lists: CohortLists = {}, place = 'filter'): ParsedFilter {
  if ((value ?? null) === null) return { filter: null, issues: [] };
  const reader = new FilterReader(lists);
  const filter = reader.read(value, place, 1);
  const [first, ...others] = reader.issues;
  return first || filter === null
    ? { filter: null, issues: [first ?? issue(place, 'wrongType', shape), ...others] }
    : { filter, issues: [] };
}

const operators = ['in', 'notIn', 'between', 'isMissing', 'contains', 'lessThan'] as const;
type Operator = (typeof operators)[number];
const joints = ['and', 'or', 'not'] as const;

/** The conditions that a variable of each kind supports. */
export const operatorsOf: Record<SubjectVariable['kind'], readonly Operator[]> = {
  category: ['in', 'notIn', 'isMissing'],
  flag: ['in', 'notIn', 'isMissing'],
  quantity: ['between', 'lessThan', 'isMissing'],
  date: ['between', 'lessThan', 'isMissing'],
  text: ['in', 'notIn', 'contains', 'isMissing'],
};

const shape = words(
  'and, or, not, adverseEvent, or a variable with one condition',
  'and、or、not、adverseEvent 之一，或一个变量及一个条件',
);

class FilterReader {
  readonly issues: Issue[] = [];
  private conditions = 0;
  private values = 0;

  constructor(private readonly lists: CohortLists) {}

  read(value: unknown, place: string, depth: number): CohortFilter | null {
    const { depth: deepest, conditions: most } = filterLimits;
    if (depth > deepest) return this.refuse(place, 'tooLong', `at most ${deepest} levels`, `最多 ${deepest} 层`);
    if (++this.conditions > most) {
      // Reported once: a filter of a million conditions should not produce a million issues.
      return this.conditions > most + 1
        ? null
        : this.refuse(place, 'tooLong', `at most ${most} conditions`, `最多 ${most} 个条件`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.wrong(place, shape);
    const given = Object.entries(value).filter(([, part]) => (part ?? null) !== null);
    const stranger = given.find(([key]) => !isOneOf(['variable', 'adverseEvent', ...joints, ...operators], key));
    if (stranger) {
      this.issues.push(issue(`${place}.${stranger[0]}`, 'unknownField', shape));
      return null;
    }
    const parts = new Map<string, unknown>(given);
    if (parts.has('variable')) return this.condition(parts, place);
    const [[joint, part] = [], ...others] = given;
    if (joint === 'adverseEvent' && others.length === 0) return this.event(part, `${place}.adverseEvent`);
    if (joint === undefined || others.length > 0 || !isOneOf(joints, joint)) return this.wrong(place, shape);
    if (joint === 'not') {
      const not = this.read(part, `${place}.not`, depth + 1);
      return not && { not };
    }
    return this.joined(joint, part, `${place}.${joint}`, depth + 1);
  }

  private event(value: unknown, place: string): CohortFilter | null {
    if (this.lists.takesEvents === false) {
      return this.refuse(
        place,
        'notInList',
        'a condition on a value: events select no patient here',
        '取值条件：此处不能按事件选择',
      );
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.wrong(place, eventWords);
    const { minimumGrade, term, organClass, ...others } = value as Record<string, unknown>;
    if (Object.keys(others).length > 0) return this.wrong(place, eventWords);
    if (!isGrade(minimumGrade)) {
      return this.refuse(`${place}.minimumGrade`, 'outOfRange', 'a whole number from 1 to 5', '1 至 5 的整数');
    }
    const [isOfTerm, isOfClass] = [(term ?? null) !== null, (organClass ?? null) !== null];
    if (isOfTerm && isOfClass) return this.wrong(place, eventWords);
    if (isOfTerm) {
      return typeof term === 'string' && term.trim() !== '' && term.length <= longestTerm
        ? { adverseEvent: { minimumGrade, term: ctcaeTermOf(term)?.name.en ?? term.trim() } }
        : this.refuse(
            `${place}.term`,
            'wrongType',
            `a term of at most ${longestTerm} characters`,
            `不超过 ${longestTerm} 个字符的术语`,
          );
    }
    if (!isOfClass) return { adverseEvent: { minimumGrade } };
    if (typeof organClass === 'string' && isOrganClass(organClass))
      return { adverseEvent: { minimumGrade, organClass } };
    const classes = Object.keys(organClasses).join(', ');
    return this.refuse(`${place}.organClass`, 'notInList', `one of ${classes}`, `${classes} 之一`);
  }

  private joined(joint: 'and' | 'or', value: unknown, place: string, depth: number): CohortFilter | null {
    if (!Array.isArray(value) || value.length === 0) {
      return this.wrong(place, words('a list of at least one condition', '至少一个条件的列表'));
    }
    const parts = value.map((part, i) => this.read(part, `${place}[${i}]`, depth));
    const sound = parts.filter((part) => part !== null);
    if (sound.length < parts.length) return null;
    return joint === 'and' ? { and: sound } : { or: sound };
  }

  private condition(parts: ReadonlyMap<string, unknown>, place: string): CohortFilter | null {
    const name = parts.get('variable');
    const variable = typeof name === 'string' ? this.variableOf(name, parts) : undefined;
    if (!variable) {
      return this.refuse(`${place}.variable`, 'notInList', 'a variable of the data dictionary', '数据字典中的变量');
    }
    const [operator, ...others] = operators.filter((key) => parts.has(key));
    const allowed = operatorsOf[variable.kind];
    if (
      !operator ||
      others.length > 0 ||
      ['adverseEvent', ...joints].some((key) => parts.has(key)) ||
      !allowed.includes(operator)
    ) {
      const list = allowed.join(', ');
      return this.wrong(place, words(`${variable.name} with one of ${list}`, `${variable.name} 配以 ${list} 之一`));
    }
    return this.compared(variable, operator, parts.get(operator), `${place}.${operator}`);
  }

  private variableOf(name: string, parts: ReadonlyMap<string, unknown>): SubjectVariable | undefined {
    const known = variableIn(name, this.lists);
    if (known || this.lists.own || !isOfStudy(name)) return known;
    const other = parts.get('lessThan');
    if (other !== undefined) {
      const { kind = 'quantity', unit = null } = (typeof other === 'string' && subjectVariable(other)) || {};
      return ofStudy(name, kind, unit);
    }
    const ends = parts.get('between');
    const isDate = Array.isArray(ends) && ends.some((end) => typeof end === 'string');
    const kind = ends === undefined ? 'text' : isDate ? 'date' : 'quantity';
    return ofStudy(name, kind);
  }

  private compared(of: SubjectVariable, operator: Operator, value: unknown, place: string): CohortFilter | null {
    const variable = of.name;
    switch (operator) {
      case 'in': {
        const values = this.listed(of, value, place);
        return values && { variable, in: values };
      }
      case 'notIn': {
        const values = this.listed(of, value, place);
        return values && { variable, notIn: values };
      }
      case 'between': {
        const between = of.kind === 'date' ? periodOf(value) : rangeOf(value);
        return between ? { variable, between } : this.wrong(place, of.kind === 'date' ? periodWords : rangeWords);
      }
      case 'isMissing':
        return typeof value === 'boolean'
          ? { variable, isMissing: value }
          : this.wrong(place, words('true or false', 'true 或 false'));
      case 'contains':
        return typeof value === 'string' && value !== ''
          ? { variable, contains: value }
          : this.wrong(place, words('a text', '文本'));
      case 'lessThan':
        return this.pair(of, value, place);
    }
  }

  private pair(of: SubjectVariable, value: unknown, place: string): CohortFilter | null {
    const other = typeof value === 'string' ? variableIn(value, this.lists) : undefined;
    const isUnchecked = typeof value === 'string' && !this.lists.own && isOfStudy(value);
    // Of a field of the study, kind and unit are known where its variables are.
    const isOpen = isUnchecked || (!this.lists.own && isOfStudy(of.name));
    if (typeof value === 'string' && value !== of.name && (isOpen || (other && mayBePaired(of, other)))) {
      return { variable: of.name, lessThan: value };
    }
    const unit = of.unit === null ? 'no unit' : of.unit;
    return of.kind === 'date'
      ? this.refuse(place, 'notInList', 'another variable that is a date', '另一个日期变量')
      : this.refuse(
          place,
          'notInList',
          `another quantity in ${unit}`,
          `另一个单位相同（${of.unit ?? '无单位'}）的数值变量`,
        );
  }

  private listed(variable: SubjectVariable, value: unknown, place: string): readonly string[] | null {
    if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === 'string')) {
      return this.wrong(place, words('a list of at least one text', '至少一个文本的列表'));
    }
    this.values += value.length;
    const most = filterLimits.values;
    if (this.values > most) return this.refuse(place, 'tooLong', `at most ${most} values`, `最多 ${most} 个值`);
    const permitted = permittedValues(variable, this.lists);
    const stranger = permitted ? value.findIndex((one) => !permitted.includes(one)) : -1;
    if (permitted && stranger >= 0) {
      const codes = permitted.join(', ');
      return this.refuse(`${place}[${stranger}]`, 'notInList', `one of ${codes}`, `${codes} 之一`);
    }
    return [...new Set(value)];
  }

  private wrong(place: string, expected: Label): null {
    this.issues.push(issue(place, 'wrongType', expected));
    return null;
  }

  private refuse(place: string, problem: Problem, en: string, zh: string): null {
    this.issues.push(issue(place, problem, words(en, zh)));
    return null;
  }
}

/** Whether one may be less than the other: quantities of one unit, or dates. */
export function mayBePaired(one: SubjectVariable, other: SubjectVariable): boolean {
  const isOrdered = one.kind === 'quantity' || one.kind === 'date';
  return isOrdered && one.name !== other.name && one.kind === other.kind && one.unit === other.unit;
}

/** A variable of which the study is not known: as its condition implies. */
function ofStudy(name: string, kind: SubjectVariable['kind'], unit: string | null = null): SubjectVariable {
  return defineVariable({
    ...{ name, column: name, from: 'registry', kind, unit, known: 'timeZero', theme: 'person' },
    label: words(name, name),
  });
}

/** The values that a condition may list; null if any text is allowed. */
export function permittedValues(variable: SubjectVariable, lists: CohortLists): readonly string[] | null {
  if (variable.kind === 'flag') return ['true', 'false'];
  if (variable.kind === 'text') return null;
  return typeof variable.list === 'string' ? (lists[variable.list] ?? null) : codesOfVariable(variable);
}

const eventWords = words(
  'a minimumGrade, and no more than one of term and organClass',
  'minimumGrade，以及至多 term、organClass 之一',
);

const longestTerm = 200;

function isGrade(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5;
}

const rangeWords = words(
  'two numbers, the lower first; one of them may be null',
  '两个数，小者在前；其中一个可以为 null',
);

const periodWords = words(
  'two days as 2024-02-29, the earlier first; one of them may be null',
  '两个形如 2024-02-29 的日期，早者在前；其中一个可以为 null',
);

function rangeOf(value: unknown): Between | null {
  return endsOf(value, (end): end is number => typeof end === 'number' && Number.isFinite(end));
}

function periodOf(value: unknown): Period | null {
  return endsOf(value, (end): end is string => typeof end === 'string' && isCalendarDate(end));
}

/** Two ends in their order, one of which may be open. */
function endsOf<T extends number | string>(
  value: unknown,
  isEnd: (end: unknown) => end is T,
): readonly [T | null, T | null] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const ends: unknown[] = value;
  const [lowest = null, highest = null] = ends;
  if (lowest === null && highest === null) return null;
  if ((lowest !== null && !isEnd(lowest)) || (highest !== null && !isEnd(highest))) return null;
  return lowest !== null && highest !== null && lowest > highest ? null : [lowest, highest];
}

function isOneOf<T extends string>(list: readonly T[], key: string): key is T {
  return list.some((one) => one === key);
}

function issue(field: string, problem: Problem, expected: Label): Issue {
  return { field, problem, severity: 'error', expected };
}

function words(en: string, zh: string): Label {
  return { en, zh };
}

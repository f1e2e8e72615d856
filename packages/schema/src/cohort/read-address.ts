import { type Label } from '../form.ts';
import { subjectVariables, type SubjectVariable } from '../subject/index.ts';
import { adverseEventVariable } from './adverse-event.ts';
import { decode, marks } from './address.ts';
import { allOf, type CohortFilter } from './filter.ts';
import { isCohortKey } from './saved.ts';
import { type CohortLists, filterLimits, parseFilter, permittedValues, variableIn } from './parse-filter.ts';

/** A part of an address that could not be read, and what is expected in its place. */
export interface AddressIssue {
  readonly part: string;
  readonly expected: Label;
}

export interface ReadCohort {
  readonly filter: CohortFilter | null;
  readonly issues: readonly AddressIssue[];
}

/**
 * Reads the notation of `address.ts`. What is not understood is left out and reported, so that an old link still opens;
 * a group of several conditions is left out whole, because half of it would select different patients.
 */
export function readCohort(text: string, lists: CohortLists = {}): ReadCohort {
  const issues: AddressIssue[] = [];
  const conjuncts = split(text, ';').map((part) => {
    const said: AddressIssue[] = [];
    const filter = readPart(part, lists, said, 1);
    issues.push(...said);
    return said.length > 0 && isJoint(part) ? null : filter;
  });
  const filter = allOf(conjuncts);
  const [refused] = parseFilter(filter, lists).issues;
  return refused
    ? { filter: null, issues: [...issues, { part: text, expected: refused.expected }] }
    : { filter, issues };
}

function isJoint(part: string): boolean {
  return /^!?\(/.test(part) || split(part, '|').length > 1;
}

function readPart(part: string, lists: CohortLists, issues: AddressIssue[], depth: number): CohortFilter | null {
  if (part === '') return null;
  if (depth > 2 * filterLimits.depth) {
    const most = 2 * filterLimits.depth;
    return refuse(issues, part, words(`at most ${most} levels of brackets`, `括号最多 ${most} 层`));
  }
  const alternatives = split(part, '|');
  if (alternatives.length > 1) {
    const or = alternatives.map((one) => readPart(one, lists, issues, depth + 1)).filter((one) => one !== null);
    return or.length > 0 ? { or } : null;
  }
  const [, not, inside] = /^(!?)\((.*)\)$/s.exec(part) ?? [];
  if (inside === undefined) return readCondition(part, lists, issues);
  const before = issues.length;
  const within = allOf(split(inside, ';').map((one) => readPart(one, lists, issues, depth + 1)));
  if (within === null && issues.length > before) return null;
  if (within === null) return refuse(issues, part, words('a condition in the brackets', '括号内有条件'));
  return not === '' ? within : { not: within };
}

function readCondition(part: string, lists: CohortLists, issues: AddressIssue[]): CohortFilter | null {
  const at = part.indexOf(':');
  if (part.slice(0, at) === adverseEventVariable) {
    return readEvent(part.slice(at + 1), lists) ?? refuse(issues, part, eventForm);
  }
  const variable = at < 0 ? undefined : variableIn(part.slice(0, at), lists);
  if (!variable) return refuse(issues, part, isCohortKey(part.slice(0, at)) ? unknownCohort : ofVariables(lists));
  const body = part.slice(at + 1);
  if (body === marks.missing) return { variable: variable.name, isMissing: true };
  if (body === marks.not + marks.missing) return { variable: variable.name, isMissing: false };
  if (body.startsWith(marks.lessThan) && (variable.kind === 'quantity' || variable.kind === 'date')) {
    const pair = parseFilter({ variable: variable.name, lessThan: body.slice(marks.lessThan.length) }, lists);
    return pair.filter ?? refuse(issues, part, pair.issues[0]?.expected ?? ofVariables(lists));
  }
  switch (variable.kind) {
    case 'quantity':
      return readRange(variable, body) ?? refuse(issues, part, rangeForm(variable));
    case 'date':
      return readPeriod(variable, body) ?? refuse(issues, part, periodForm(variable));
    default:
      return readValues(variable, body, lists, issues, part);
  }
}

function readValues(
  variable: SubjectVariable,
  body: string,
  lists: CohortLists,
  issues: AddressIssue[],
  part: string,
): CohortFilter | null {
  const { name, kind } = variable;
  if (kind === 'text' && body.startsWith(marks.contains) && body.length > 1) {
    return { variable: name, contains: decode(body.slice(1)) };
  }
  const isNot = body.startsWith(marks.not);
  const items = (isNot ? body.slice(1) : body).split(',').filter(Boolean);
  const permitted = permittedValues(variable, lists);
  const given = items.filter((item) => item !== marks.missing);
  const isKnown = (item: string) => !permitted || permitted.includes(decode(item));
  const known = [...new Set(given.filter(isKnown).map(decode))];
  const strangers = given.filter((item) => !isKnown(item));
  if (strangers.length > 0 || items.length === 0) {
    const codes = permitted ? `${name}:${permitted.join(',')}` : `${name}:…`;
    // Only what is left out: the known values beside it still select.
    const leftOut = strangers.length > 0 ? `${name}:${isNot ? marks.not : ''}${strangers.join(',')}` : part;
    issues.push({ part: leftOut, expected: words(codes, codes) });
  }
  // `notIn` already leaves missing values out, so ~ adds nothing to it.
  if (isNot) return known.length > 0 ? { variable: name, notIn: known } : null;
  return orMissing(known.length > 0 ? { variable: name, in: known } : null, name, items.includes(marks.missing));
}

const number = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const rangeNotation = new RegExp(`^(${number})?-(${number})?(,~)?$`);

function readRange({ name }: SubjectVariable, body: string): CohortFilter | null {
  const [, lowest, highest, missing] = rangeNotation.exec(body) ?? [];
  const between = [lowest, highest].map((end) => (end === undefined ? null : Number(end)));
  const [from = null, to = null] = between;
  if (from === null && to === null) return null;
  if (from !== null && to !== null && from > to) return null;
  return orMissing({ variable: name, between: [from, to] }, name, missing !== undefined);
}

const day = String.raw`\d{4}-\d\d-\d\d`;
const periodNotation = new RegExp(`^(${day})?\\.\\.(${day})?(,~)?$`);

function readPeriod({ name }: SubjectVariable, body: string): CohortFilter | null {
  const [, earliest = null, latest = null, missing] = periodNotation.exec(body) ?? [];
  const condition = { variable: name, between: [earliest, latest] } as const;
  return parseFilter(condition).issues.length > 0 ? null : orMissing(condition, name, missing !== undefined);
}

const eventNotation = /^([1-5])(?:,(term|class)=(.+))?$/s;

function readEvent(body: string, lists: CohortLists): CohortFilter | null {
  const [, grade, kind, of] = eventNotation.exec(body) ?? [];
  if (grade === undefined) return null;
  const named = of === undefined ? {} : kind === 'term' ? { term: decode(of) } : { organClass: decode(of) };
  return parseFilter({ adverseEvent: { minimumGrade: Number(grade), ...named } }, lists).filter;
}

const eventForm = words(
  'adverseEvent:3, adverseEvent:3,term=Fatigue or adverseEvent:3,class=cardiac: a lowest grade from 1 to 5, and a term or class of CTCAE',
  'adverseEvent:3、adverseEvent:3,term=Fatigue 或 adverseEvent:3,class=cardiac：最低级别 1–5，及 CTCAE 术语或分类',
);

function orMissing(condition: CohortFilter | null, variable: string, isToo: boolean): CohortFilter | null {
  const missing = { variable, isMissing: true };
  if (!isToo) return condition;
  return condition ? { or: [condition, missing] } : missing;
}

function rangeForm({ name }: SubjectVariable): Label {
  return words(
    `${name}:50-70, ${name}:50- or ${name}:-70, the lower number first`,
    `${name}:50-70、${name}:50- 或 ${name}:-70，小者在前`,
  );
}

function periodForm({ name }: SubjectVariable): Label {
  return words(
    `${name}:2023-01-01..2023-12-31, ${name}:2023-01-01.. or ${name}:..2023-12-31, the earlier day first; ${name}:~ is not recorded`,
    `${name}:2023-01-01..2023-12-31、${name}:2023-01-01.. 或 ${name}:..2023-12-31，早者在前；${name}:~ 为未记录`,
  );
}

const unknownCohort = words(
  'a cohort that the study keeps: this one was removed, or was never saved',
  '本研究已保存的队列：该队列已移除或从未保存',
);

function ofVariables({ own = [] }: CohortLists): Label {
  const names = [...subjectVariables, ...own].map(({ name }) => name);
  return words(
    `a variable, a colon and its values; the variables are ${names.join(', ')}`,
    `变量、冒号及其值；变量有 ${names.join('、')}`,
  );
}

/** Splits at a separator outside brackets. */
function split(text: string, mark: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === mark && depth <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function refuse(issues: AddressIssue[], part: string, expected: Label): null {
  issues.push({ part, expected });
  return null;
}

function words(en: string, zh: string): Label {
  return { en, zh };
}

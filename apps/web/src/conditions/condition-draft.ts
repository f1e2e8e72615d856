import { type CohortFilter, codesOfVariable, type Condition, mayBePaired, type SubjectVariable } from '@haim/schema';

/** What a condition of the editor says of a variable. */
export const tests = ['isOneOf', 'isNoneOf', 'isWithin', 'isLess', 'contains', 'isMissing', 'isKnown'] as const;
export type ConditionTest = (typeof tests)[number];

export const joints = ['and', 'or'] as const;
export type Joint = (typeof joints)[number];

interface Part {
  /** Stays the same while it is edited. */
  readonly key: string;
  /** Not: the part is turned round. */
  readonly isNegated: boolean;
}

/** One condition as it is typed. */
export interface ConditionLine extends Part {
  readonly variable: string;
  readonly test: ConditionTest;
  /** Codes, texts, or the name of the variable that it is less than. */
  readonly values: readonly string[];
  /** As typed: numbers or days; empty leaves an end open. */
  readonly lowest: string;
  readonly highest: string;
}

/** Parts of which all have to hold, or at least one. */
export interface ConditionGroup extends Part {
  readonly joint: Joint;
  readonly parts: readonly ConditionPart[];
}

export type ConditionPart = ConditionLine | ConditionGroup;

export function isGroup(part: ConditionPart): part is ConditionGroup {
  return 'parts' in part;
}

let made = 0;
const nextKey = (): string => `part-${(made += 1)}`;

export function emptyLine(): ConditionLine {
  return { key: nextKey(), isNegated: false, variable: '', test: 'isMissing', values: [], lowest: '', highest: '' };
}

export function groupOf(parts: readonly ConditionPart[], joint: Joint = 'and', isNegated = false): ConditionGroup {
  return { key: nextKey(), isNegated, joint, parts };
}

/** What is chosen of a variable before anything else is: its usual test. */
export function lineOn(line: ConditionLine, variable: SubjectVariable): ConditionLine {
  return { ...emptyLine(), key: line.key, variable: variable.name, test: testsOf(variable)[0] ?? 'isMissing' };
}

/** The tests that make sense for a variable, the usual one first. */
export function testsOf({ kind }: SubjectVariable): readonly ConditionTest[] {
  switch (kind) {
    case 'category':
    case 'flag':
      return ['isOneOf', 'isNoneOf', 'isMissing', 'isKnown'];
    case 'quantity':
    case 'date':
      return ['isWithin', 'isLess', 'isMissing', 'isKnown'];
    case 'text':
      return ['contains', 'isOneOf', 'isNoneOf', 'isMissing', 'isKnown'];
  }
}

/** The variables that a quantity may be less than, or a date earlier than. */
export function othersOf(variable: SubjectVariable, all: readonly SubjectVariable[]): readonly SubjectVariable[] {
  return all.filter((other) => mayBePaired(variable, other));
}

/** The codes that a condition may list; null where any text is allowed. */
export function codesFor(
  variable: SubjectVariable,
  of: { readonly arm: readonly string[]; readonly centre: readonly string[] },
) {
  if (variable.kind === 'flag') return ['true', 'false'];
  if (variable.kind !== 'category') return null;
  return typeof variable.list === 'string' ? of[variable.list] : codesOfVariable(variable);
}

/** How many groups a part of the draft is below. */
export function depthOf(part: ConditionPart): number {
  return isGroup(part) ? 1 + Math.max(0, ...part.parts.map(depthOf)) : 0;
}

/** Whether nothing is chosen yet. */
export function isEmpty({ parts }: ConditionGroup): boolean {
  return parts.every((part) => (isGroup(part) ? isEmpty(part) : part.variable === ''));
}

/** The condition as it is sent; what cannot be read stays as typed, so that the check names it. */
export function filterOf(draft: ConditionPart, variables: readonly SubjectVariable[]): unknown {
  const inner = isGroup(draft) ? joined(draft, variables) : conditionOf(draft, variables);
  return draft.isNegated ? { not: inner } : inner;
}

/** A group of one is what it contains. */
function joined({ joint, parts }: ConditionGroup, variables: readonly SubjectVariable[]): unknown {
  const [only, ...others] = parts;
  return only && others.length === 0
    ? filterOf(only, variables)
    : { [joint]: parts.map((part) => filterOf(part, variables)) };
}

function conditionOf(
  { variable, test, values, lowest, highest }: ConditionLine,
  variables: readonly SubjectVariable[],
) {
  const declared = variables.find(({ name }) => name === variable);
  const end = (typed: string) => {
    const text = typed.trim();
    if (text === '') return null;
    return declared?.kind === 'quantity' && Number.isFinite(Number(text)) ? Number(text) : text;
  };
  switch (test) {
    case 'isOneOf':
      return { variable, in: values };
    case 'isNoneOf':
      return { variable, notIn: values };
    case 'isWithin':
      return { variable, between: [end(lowest), end(highest)] };
    case 'isLess':
      return { variable, lessThan: values[0] ?? '' };
    case 'contains':
      return { variable, contains: values[0] ?? '' };
    case 'isMissing':
    case 'isKnown':
      return { variable, isMissing: test === 'isMissing' };
  }
}

/** The draft of a stored condition, which comes back from it as it was; null where it is on events. */
export function draftOf(filter: CohortFilter): ConditionGroup | null {
  const part = partOf(filter);
  return part === null ? null : isGroup(part) ? part : groupOf([part]);
}

function partOf(filter: CohortFilter): ConditionPart | null {
  if ('adverseEvent' in filter) return null;
  if ('variable' in filter) return lineOf(filter);
  if ('not' in filter) {
    const inner = partOf(filter.not);
    // What is turned round twice is a group of one.
    return inner && (inner.isNegated ? groupOf([inner], 'and', true) : { ...inner, isNegated: true });
  }
  const [joint, filters] = 'or' in filter ? (['or', filter.or] as const) : (['and', filter.and] as const);
  const parts = filters.map(partOf);
  const sound = parts.filter((part) => part !== null);
  return sound.length === parts.length ? groupOf(sound, joint) : null;
}

function lineOf(condition: Condition): ConditionLine {
  const line = { ...emptyLine(), variable: condition.variable };
  if ('in' in condition) return { ...line, test: 'isOneOf', values: condition.in };
  if ('notIn' in condition) return { ...line, test: 'isNoneOf', values: condition.notIn };
  if ('lessThan' in condition) return { ...line, test: 'isLess', values: [condition.lessThan] };
  if ('contains' in condition) return { ...line, test: 'contains', values: [condition.contains] };
  if ('isMissing' in condition) return { ...line, test: condition.isMissing ? 'isMissing' : 'isKnown' };
  const [lowest, highest] = condition.between;
  return { ...line, test: 'isWithin', lowest: String(lowest ?? ''), highest: String(highest ?? '') };
}

/** Where each part is in the condition as it is sent, the inner ones last: `condition.and[1].not` and its key. */
export function placesOf(part: ConditionPart, at: string): readonly (readonly [place: string, key: string])[] {
  const own = part.isNegated ? `${at}.not` : at;
  const here = [[at, part.key]] as const;
  if (!isGroup(part)) return here;
  const { parts, joint } = part;
  if (parts.length === 1) return [...here, ...parts.flatMap((one) => placesOf(one, own))];
  return [...here, ...parts.flatMap((one, i) => placesOf(one, `${own}.${joint}[${i}]`))];
}

/** The part that a fault is of: the innermost whose place it begins with. */
export function partAt(draft: ConditionGroup, at: string, field: string): string {
  const found = placesOf(draft, at).filter(([place]) => field === place || /^[.[]/.test(field.slice(place.length)) && field.startsWith(place)); // prettier-ignore
  return found.reduce((best, one) => (one[0].length >= best[0].length ? one : best), [at, draft.key] as const)[1];
}

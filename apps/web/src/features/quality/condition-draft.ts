import { type CohortFilter, codesOfVariable, conjunctsOf, mayBePaired, type SubjectVariable } from '@haim/schema';

/** What a condition of the editor says of a variable. */
export const tests = ['isOneOf', 'isNoneOf', 'isWithin', 'isLess', 'contains', 'isMissing', 'isKnown'] as const;
export type ConditionTest = (typeof tests)[number];

/** The lines of the editor, of which all have to hold or at least one. */
export interface ConditionsDraft {
  readonly joint: Joint;
  readonly lines: readonly ConditionDraft[];
}

export const joints = ['and', 'or'] as const;
export type Joint = (typeof joints)[number];

/** One line of the editor. */
export interface ConditionDraft {
  readonly variable: string;
  readonly test: ConditionTest;
  /** Codes, texts, or the name of the variable that it is less than. */
  readonly values: readonly string[];
  /** As typed: numbers or days; empty leaves an end open. */
  readonly lowest: string;
  readonly highest: string;
}

export const emptyCondition: ConditionDraft = { variable: '', test: 'isMissing', values: [], lowest: '', highest: '' };

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
      return ['contains', 'isMissing', 'isKnown'];
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

/** The condition as it is sent; what cannot be read stays as typed, so that the check names it. */
export function filterOf({ joint, lines }: ConditionsDraft, kinds: ReadonlyMap<string, SubjectVariable>): unknown {
  const parts = lines.map((line) => partOf(line, kinds.get(line.variable)));
  return parts.length === 1 ? parts[0] : { [joint]: parts };
}

function partOf({ variable, test, values, lowest, highest }: ConditionDraft, declared: SubjectVariable | undefined) {
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

/** The lines of a stored condition; null where it needs more than lines of which all hold, or one. */
export function linesOf(condition: CohortFilter): ConditionsDraft | null {
  const [joint, parts] =
    'or' in condition ? (['or', condition.or] as const) : (['and', conjunctsOf(condition)] as const);
  const lines = parts.map((part): ConditionDraft | null => {
    if (!('variable' in part)) return null;
    const line = { ...emptyCondition, variable: part.variable };
    if ('in' in part) return { ...line, test: 'isOneOf', values: part.in };
    if ('notIn' in part) return { ...line, test: 'isNoneOf', values: part.notIn };
    if ('lessThan' in part) return { ...line, test: 'isLess', values: [part.lessThan] };
    if ('contains' in part) return { ...line, test: 'contains', values: [part.contains] };
    if ('isMissing' in part) return { ...line, test: part.isMissing ? 'isMissing' : 'isKnown' };
    const [lowest, highest] = part.between;
    return { ...line, test: 'isWithin', lowest: String(lowest ?? ''), highest: String(highest ?? '') };
  });
  const sound = lines.filter((line) => line !== null);
  return sound.length === lines.length ? { joint, lines: sound } : null;
}

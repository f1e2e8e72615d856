import { type CohortFilter, type Condition, type Criterion, isPeriod, type SubjectVariable } from '@haim/schema';

/** What a condition compares by: decided by the kind of its variable. */
export type Comparison = 'codes' | 'flag' | 'range' | 'period' | 'part';

/** One condition as a control makes it. */
export interface PlainCondition {
  readonly variable: string;
  readonly isNegated: boolean;
  readonly values: readonly string[];
  readonly lowest: string;
  readonly highest: string;
  readonly part: string;
}

/** A criterion as it is typed. `condition` is null for one that no control can make: its filter is kept. */
export interface CriterionDraft {
  /** Stays the same while its code is typed. */
  readonly key: string;
  readonly code: string;
  readonly kind: Criterion['kind'];
  readonly en: string;
  readonly zh: string;
  readonly condition: PlainCondition | null;
  readonly filter: CohortFilter | null;
}

export const noCondition: PlainCondition = {
  ...{ variable: '', isNegated: false, values: [], lowest: '', highest: '', part: '' },
};

export function comparisonOf({ kind }: Pick<SubjectVariable, 'kind'>): Comparison {
  const by = { category: 'codes', flag: 'flag', quantity: 'range', date: 'period', text: 'part' } as const;
  return by[kind];
}

export function draftOf({ code, kind, label, filter }: Criterion): CriterionDraft {
  return { key: code, code, kind, en: label.en, zh: label.zh, condition: plainOf(filter), filter };
}

/** As the API takes it; an empty condition is sent as none, and is refused by its place. */
export function criterionOf(
  { code, kind, en, zh, condition, filter }: CriterionDraft,
  variables: readonly SubjectVariable[],
): Criterion {
  const label = { en: en.trim(), zh: zh.trim() };
  const next = condition === null ? filter : filterOf(condition, variables);
  // `checkCriteria` asks for a condition where there is none.
  return { code: code.trim(), kind, label, filter: next as CohortFilter };
}

function filterOf(condition: PlainCondition, variables: readonly SubjectVariable[]): CohortFilter | null {
  const { variable, isNegated, values, part } = condition;
  const declared = variables.find(({ name }) => name === variable);
  if (!declared) return variable === '' ? null : { variable, in: [...values] };
  const filter = plain();
  return isNegated && filter !== null ? { not: filter } : filter;

  function plain(): Condition | null {
    const lowest = condition.lowest.trim() || null;
    const highest = condition.highest.trim() || null;
    switch (declared && comparisonOf(declared)) {
      case 'range':
        return lowest === null && highest === null
          ? null
          : { variable, between: [numberOf(lowest), numberOf(highest)] };
      case 'period':
        return lowest === null && highest === null ? null : { variable, between: [lowest, highest] };
      case 'part':
        return part.trim() === '' ? null : { variable, contains: part.trim() };
      default:
        return values.length === 0 ? null : { variable, in: [...values] };
    }
  }
}

/** What is not a number stays a text, which the check names. */
const numberOf = (text: string | null): number | null => (text === null ? null : (Number(text) as number));

/** A condition on one variable, turned round or not; null for any other. */
function plainOf(filter: CohortFilter): PlainCondition | null {
  const isNegated = 'not' in filter;
  const inner = 'not' in filter ? filter.not : filter;
  if (!('variable' in inner)) return null;
  const { variable } = inner;
  const base = { ...noCondition, variable, isNegated };
  if ('in' in inner) return { ...base, values: inner.in };
  if ('contains' in inner) return { ...base, part: inner.contains };
  if (!('between' in inner)) return null;
  const [lowest, highest] = isPeriod(inner.between) ? inner.between : inner.between.map(textOf);
  return { ...base, lowest: lowest ?? '', highest: highest ?? '' };
}

const textOf = (end: number | null): string | null => (end === null ? null : String(end));

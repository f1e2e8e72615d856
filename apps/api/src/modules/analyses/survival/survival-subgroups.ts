import {
  allOf,
  type CohortFilter,
  type DayCounts,
  statement,
  type Statement,
  type SubjectVariable,
} from '@haim/schema';
import { describe, hazardRatio, ratioInteraction } from '@haim/stats';
import { type Cohort, type FollowUpNeeded } from '../../../columns/index.ts';
import { orderOfValues, inTableOrder } from '../table-groups.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { type Ratio } from './survival-model.ts';

/** At which values a quantity is parted. */
export const cutRules = ['median', 'quartiles'] as const;
export type CutRule = (typeof cutRules)[number];

export interface SubgroupsQuestion {
  readonly endpoint: EndpointName;
  readonly filter: CohortFilter | null;
  readonly groupBy: string;
  /** The two groups compared. */
  readonly reference: string;
  readonly comparison: string;
  readonly variables: readonly SubjectVariable[];
  readonly cuts: CutRule;
  readonly followUp: FollowUpNeeded | null;
  /** Codes in the order of the study. */
  readonly arms: readonly string[];
  /** The variables that fields of the study are. */
  readonly own: readonly SubjectVariable[];
}

export interface SubgroupSide {
  readonly n: number;
  readonly events: number;
}

/** A line of the forest. */
export interface SubgroupRow {
  /** null: everybody. */
  readonly variable: string | null;
  /** Of a category or flag; null for a part of a quantity. */
  readonly value: string | null;
  /** Of a part of a quantity: from this value on, null for the first part. */
  readonly from: number | null;
  /** Below this value; null for the last part. */
  readonly below: number | null;
  /** The reference, then the comparison. */
  readonly sides: readonly [SubgroupSide, SubgroupSide];
  readonly ratio: Ratio | null;
  readonly warnings: readonly Statement[];
}

export interface SubgroupsOfVariable {
  readonly variable: string;
  readonly rows: readonly SubgroupRow[];
  /** Patients of the two groups with a time and without a value of the variable. */
  readonly missing: number;
  readonly interaction: {
    readonly statistic: number | null;
    readonly df: number | null;
    readonly pValue: number | null;
    readonly warnings: readonly Statement[];
  };
}

export interface SubgroupsNumbers {
  readonly all: SubgroupRow;
  readonly variables: readonly SubgroupsOfVariable[];
}

/** One subgroup to be: its condition, and how it is named. */
type Part = Pick<SubgroupRow, 'value' | 'from' | 'below'> & { readonly condition: CohortFilter };

interface Sides {
  readonly reference: DayCounts | null;
  readonly comparison: DayCounts | null;
}

/**
 * Hazard ratios of two groups within subgroups of a cohort, and whether they differ between the subgroups of a variable.
 *
 * @param cohortOf - the patients who match a filter.
 */
export function survivalSubgroups(
  cohortOf: (filter: CohortFilter | null) => Cohort,
  question: SubgroupsQuestion,
): SubgroupsNumbers {
  const { filter, variables } = question;
  const whole = sidesOf(cohortOf(filter), question);
  const all = rowOf({ variable: null, value: null, from: null, below: null }, whole);
  const total = patientsIn(all);
  return {
    all,
    variables: variables.map((variable) => {
      const parts = partsOf(cohortOf(filter), variable, question);
      const found = parts.map(({ condition, ...part }) => {
        const sides = sidesOf(cohortOf(allOf([filter, condition])), question);
        return { sides, row: rowOf({ variable: variable.name, ...part }, sides) };
      });
      const known = found.filter(({ row }) => patientsIn(row) > 0);
      const strata = known.flatMap(({ sides: { reference, comparison }, row }) =>
        reference && comparison ? [{ label: nameOf(row), reference, comparison }] : [],
      );
      const { statistic, df, pValue, warnings } = ratioInteraction(strata);
      return {
        variable: variable.name,
        rows: known.map(({ row }) => row),
        missing: total - known.reduce((sum, { row }) => sum + patientsIn(row), 0),
        interaction: { statistic, df, pValue, warnings },
      };
    }),
  };
}

function sidesOf(cohort: Cohort, { endpoint, groupBy, reference, comparison, followUp }: SubgroupsQuestion): Sides {
  const { groups } = cohort.times(endpoints[endpoint], groupBy, followUp);
  const of = (label: string) => groups.find((group) => group.label === label)?.times ?? null;
  return { reference: of(reference), comparison: of(comparison) };
}

function rowOf(
  part: Pick<SubgroupRow, 'variable' | 'value' | 'from' | 'below'>,
  { reference, comparison }: Sides,
): SubgroupRow {
  const sides = [sideOf(reference), sideOf(comparison)] as const;
  if (!reference || !comparison) return { ...part, sides, ratio: null, warnings: [statement('oneGroupInSubgroup')] };
  const {
    hazardRatio: estimate,
    lower,
    upper,
    pValue,
    warnings,
  } = hazardRatio(reference, comparison, { estimator: 'cox' });
  return { ...part, sides, ratio: { hazardRatio: estimate, lower, upper, pValue }, warnings };
}

function sideOf(times: DayCounts | null): SubgroupSide {
  const sum = (counts: ArrayLike<number>) => Array.from(counts).reduce((all, n) => all + n, 0);
  const events = times ? sum(times.events) : 0;
  return { n: events + (times ? sum(times.censored) : 0), events };
}

function patientsIn({ sides }: SubgroupRow): number {
  return sides[0].n + sides[1].n;
}

function nameOf({ value, from, below }: SubgroupRow): string {
  if (value !== null) return value;
  return [from === null ? '' : `≥ ${from}`, below === null ? '' : `< ${below}`].filter(Boolean).join(' ');
}

/** The subgroups of a variable: each of its values, or the parts of a quantity between its quantiles in this cohort. */
function partsOf(cohort: Cohort, variable: SubjectVariable, { cuts, arms, own }: SubgroupsQuestion): Part[] {
  const { name } = variable;
  if (variable.kind !== 'quantity') {
    const values = cohort.values(name).flatMap(({ value }) => (value === null ? [] : [value]));
    return inTableOrder(values, (value) => value, orderOfValues(name, arms, own)).map((value) => ({
      value,
      from: null,
      below: null,
      condition: { variable: name, in: [value] },
    }));
  }
  const [sample] = cohort.samples(name, null);
  if (!sample) return [];
  const { lowerQuartile, median, upperQuartile, minimum } = describe(sample);
  const wanted = cuts === 'median' ? [median] : [lowerQuartile, median, upperQuartile];
  // Where many patients have one value, quantiles fall together, and nobody is below the least.
  const at = [...new Set(wanted)].filter((cut) => cut > minimum);
  return [null, ...at].map((from, i) => {
    const below = at[i] ?? null;
    return { value: null, from, below, condition: between(name, from, below) };
  });
}

/** From a value on, and below another one. */
function between(variable: string, from: number | null, below: number | null): CohortFilter {
  const and: CohortFilter[] = [{ variable, isMissing: false }];
  if (from !== null) and.push({ variable, between: [from, null] });
  if (below !== null) and.push({ not: { variable, between: [below, null] } });
  return { and };
}

/** By which rules the forest was made, for its caption. */
export function subgroupsMethod({ variables }: SubgroupsNumbers, at: CutRule, isAdjusted = false): Statement[] {
  const isParted = variables.some(({ rows }) => rows.some(({ value }) => value === null));
  const subgroups = variables.reduce((sum, { rows }) => sum + rows.length, 0);
  const tests = variables.filter(({ interaction }) => interaction.pValue !== null).length;
  return [
    ...(isAdjusted ? [] : [statement('subgroupRatios'), statement('ratioInteraction')]),
    ...(isParted ? [statement('subgroupCuts', { at })] : []),
    ...(subgroups > 0 ? [statement('subgroupsLookedAt', { subgroups, tests })] : []),
  ];
}

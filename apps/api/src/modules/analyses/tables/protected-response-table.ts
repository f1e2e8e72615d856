import { statement, type Statement } from '@haim/schema';
import { compareRisks } from '@haim/stats';
import { type ProtectedCohort, type ShownCount, toFigures } from '../../../columns/index.ts';
import { protectedRates, protectedResponses } from '../../cohort/index.ts';
import { testOfShown } from '../shown-test.ts';
import { inTableOrder } from '../table-groups.ts';
import {
  type IntervalMethod,
  type RateComparison,
  type ResponseCounts,
  type RiskDifference,
} from './response-table.ts';

/**
 * Responses of all centres by arm, as the cohort page counts them: another grouping, or everybody, would be further numbers
 * about the same responses. There is no line of all arms, which would be their sum and that of hidden arms.
 *
 * @param roundTo - of the rule under which numbers were protected.
 */
export function protectedResponseTable(
  cohort: ProtectedCohort,
  arms: readonly string[],
  interval: IntervalMethod,
  roundTo: number,
) {
  const found = protectedResponses(cohort, 'arm');
  const known = found.flatMap(({ value, n, by }) => (value === null || by === null ? [] : [{ value, n, by }]));
  const rows = inTableOrder(known, ({ value }) => value, arms).map(({ value, n, by }): ResponseCounts => {
    const { atMost, ...counts } = protectedRates(n, by, interval);
    return { value, n: n.n, nAtMost: n.atMost, ...counts, atMost };
  });
  const ungrouped = found.find(({ value }) => value === null)?.n ?? { n: 0, atMost: true };
  return {
    n: cohort.n,
    ungrouped: ungrouped.n,
    ungroupedAtMost: ungrouped.atMost,
    withheldGroups: found.flatMap(({ value, by }) => (value !== null && by === null ? [value] : [])),
    rows,
    total: null,
    strata: [],
    orr: compareRates(rows, 'orr', roundTo),
    dcr: compareRates(rows, 'dcr', roundTo),
  };
}

function compareRates(rows: readonly ResponseCounts[], rate: 'orr' | 'dcr', roundTo: number): RateComparison {
  const [first, second, more] = rows;
  if (!first || !second || more) return { chiSquare: null, fisher: null, difference: null };
  const of = ({ n, nAtMost, [rate]: { numerator, atMost } }: ResponseCounts) => ({
    yes: { n: numerator, atMost } satisfies ShownCount,
    of: { n, atMost: nAtMost } satisfies ShownCount,
  });
  return {
    chiSquare: testOfShown([of(first), of(second)], roundTo),
    fisher: null,
    difference: first[rate].atMost || second[rate].atMost ? null : difference(first, second, rate),
  };
}

/** The second arm minus the first, to two figures. */
function difference(first: ResponseCounts, second: ResponseCounts, rate: 'orr' | 'dcr'): RiskDifference {
  const of = ({ [rate]: { numerator, denominator } }: ResponseCounts) => ({ successes: numerator, n: denominator });
  const { riskDifference, method } = compareRisks(of(first), of(second));
  const { estimate, lower, upper } = riskDifference;
  return {
    ...{ reference: first.value, comparison: second.value, method },
    ...{ estimate: toFigures(estimate, 2), lower: toFigures(lower, 2), upper: toFigures(upper, 2) },
  };
}

/** By which rules the table was made, for its caption. */
export function protectedResponseMethod(rows: number): Statement[] {
  return [statement('responseRates'), ...(rows > 1 ? [statement('protectedResponseTests')] : [])];
}

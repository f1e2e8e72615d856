import { type ClaimedTest, type ClaimRule, statement } from '@haim/schema';
import { chiSquareTest, fisherExact } from '@haim/stats';
import { rateTable } from '../analyses/index.ts';
import { type ClaimMoment } from './claim-moment.ts';
import { type Answer, only } from './recomputed.ts';
import { testLabels } from './candidate-labels.ts';

type RuleOf<Kind extends ClaimRule['kind']> = Extract<ClaimRule, { readonly kind: Kind }>;

/** Numbers of the table of responses. */
export function bestResponse(moment: ClaimMoment, rule: RuleOf<'bestResponse'>): Answer {
  const row = rowOf(moment, rule.arm);
  if (!row) return { missing: statement('claimOfNobody') };
  const count = { CR: row.cr, PR: row.pr, SD: row.sd, PD: row.pd }[rule.response];
  return { candidates: only(count), said: [], counts: { count, of: row.n } };
}

export function responseRate(moment: ClaimMoment, rule: RuleOf<'responseRate'>): Answer {
  const rate = rowOf(moment, rule.arm)?.[rule.rate];
  if (!rate || rate.denominator === 0) return { missing: statement('claimOfNobody') };
  const { numerator: count, denominator: of } = rate;
  return { candidates: only((100 * count) / of), said: [], counts: { count, of } };
}

/** By the test that is named, or by each. */
export function responseTest(moment: ClaimMoment, { rate, test }: RuleOf<'responseTest'>): Answer {
  const { rows } = moment.responses();
  const [did = [], didNot = []] = rateTable(rows, rate);
  const tests = test === null ? (Object.keys(testLabels) as ClaimedTest[]) : [test];
  const found = tests.flatMap((one) => {
    const value = testP(one, did, didNot);
    return value === null ? [] : [{ label: testLabels[one], value }];
  });
  if (found.length === 0) return { missing: statement('claimNotEstimable') };
  return { candidates: found, said: [], tested: { groups: rows.map(({ value }) => value), did, didNot } };
}

/** null where a row or a group is of nobody. */
export function testP(test: ClaimedTest, did: readonly number[], didNot: readonly number[]): number | null {
  const isEmpty = (counts: readonly number[]) => counts.every((n) => n === 0);
  if (did.length < 2 || isEmpty(did) || isEmpty(didNot)) return null;
  const table = [did, didNot];
  return test === 'fisher'
    ? fisherExact(table).pValue
    : chiSquareTest(table, { correct: test === 'chi-square-corrected' }).pValue;
}

export function adverseEvents(moment: ClaimMoment, { arm, as }: RuleOf<'adverseEvents'>): Answer {
  const chosen = moment.adverseEvents().filter((one) => arm === null || one.arm === arm);
  const of = chosen.reduce((sum, { n }) => sum + n, 0);
  if (of === 0) return { missing: statement('claimOfNobody') };
  const count = chosen.reduce((sum, { withEvent }) => sum + withEvent, 0);
  return { candidates: only(as === 'patients' ? count : (100 * count) / of), said: [], counts: { count, of } };
}

function rowOf(moment: ClaimMoment, arm: string | null) {
  const { rows, total } = moment.responses();
  return arm === null ? total : rows.find(({ value }) => value === arm);
}

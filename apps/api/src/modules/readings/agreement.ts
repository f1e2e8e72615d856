import { mrecistResponse } from '@haim/schema';
import { cohenKappa, type KappaResult } from '@haim/stats';

export interface Pair {
  readonly differs: boolean;
  readonly state: string;
  /** Of the first and of the second reader, a visit each; null at the baseline. */
  readonly overall: readonly (readonly (string | null)[])[];
  readonly best: readonly string[];
}

export interface ReadingAgreement {
  /** Cases that both readers have handed in, those of them that differ, and of these how many are decided. */
  readonly cases: number;
  readonly discordant: number;
  readonly adjudicated: number;
  /** Of the overall response of visits, and of the best response of cases; null without any. */
  readonly ofVisits: KappaResult | null;
  readonly ofBest: KappaResult | null;
}

const categories: readonly string[] = mrecistResponse.codes.map(({ code }) => code);

/** How far two readers agree. Visits of one patient are counted as if they were of several. */
export function agreementOf(pairs: readonly Pair[]): ReadingAgreement {
  const visits = pairs.flatMap(({ overall: [one = [], two = []] }) => one.map((response, i) => [response, two[i]]));
  const differing = pairs.filter(({ differs }) => differs);
  return {
    cases: pairs.length,
    discordant: differing.length,
    adjudicated: differing.filter(({ state }) => state === 'accepted').length,
    ofVisits: kappaOf(visits),
    ofBest: kappaOf(pairs.map(({ best }) => best)),
  };
}

function kappaOf(pairs: readonly (readonly (string | null | undefined)[])[]): KappaResult | null {
  const table = categories.map(() => categories.map(() => 0));
  let n = 0;
  for (const [one, two] of pairs) {
    const [row, column] = [categories.indexOf(one ?? ''), categories.indexOf(two ?? '')];
    const cells = table[row];
    if (!cells || column < 0) continue;
    cells[column] = (cells[column] ?? 0) + 1;
    n += 1;
  }
  return n === 0 ? null : cohenKappa(table);
}

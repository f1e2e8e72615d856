import { seededRandom } from '@haim/ml';
import { type Case } from './split-cases.ts';

/**
 * In which fold each slide is held out, in each repeat. Patients are dealt out one by one within each label, shuffled by
 * the seed and the repeat, so that all slides of a patient are in one fold and every fold has its share of both labels.
 * The test part takes no part.
 *
 * @param cases - in their stored order.
 * @returns for each case its folds by repeat, from 0; null in the test part.
 */
export function dealFolds(
  cases: readonly Case[],
  { folds, repeats, seed }: { readonly folds: number; readonly repeats: number; readonly seed: number },
): (readonly number[] | null)[] {
  const byRepeat = Array.from({ length: repeats }, (_, repeat) => {
    const foldOf = new Map<string, number>();
    for (const positive of [false, true]) {
      const random = seededRandom((seed * 5 + repeat) * 2 + Number(positive) + 1_000_003);
      patientsOf(cases, positive)
        .map((patient) => ({ patient, at: random.uniform() }))
        .sort((a, b) => a.at - b.at)
        // The labels begin at opposite ends: otherwise what does not divide evenly would always go to the first folds.
        .forEach(({ patient }, i) => foldOf.set(patient, positive ? folds - 1 - (i % folds) : i % folds));
    }
    return foldOf;
  });
  return cases.map(({ part, patientId }) => {
    return part === 'test' ? null : byRepeat.map((foldOf) => foldOf.get(patientId) ?? 0);
  });
}

/** The most folds that every one of them has a patient of both labels in: the patients of the rarer label. */
export function mostFolds(cases: readonly Case[]): number {
  return Math.min(patientsOf(cases, true).length, patientsOf(cases, false).length);
}

/** Patients outside the test part, in the order of their first slides. */
function patientsOf(cases: readonly Case[], wanted: boolean): string[] {
  const own = cases.filter(({ part, positive }) => part !== 'test' && positive === wanted);
  return [...new Set(own.map(({ patientId }) => patientId))];
}

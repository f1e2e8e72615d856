import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showPercent } from '@/numbers/show.ts';
import { type ComparedPublished } from './query.ts';

/** `264/281 (93.95 %)`, with the two decimals that publications print. */
export function shareOf(patients: number, of: number): string {
  return of === 0 ? missing : `${patients}/${of} (${showPercent(patients / of, 2)})`;
}

/** A line for each published rate. */
export function publishedNumbers({ rows }: ComparedPublished): FigureRows {
  const files = ['rate', 'arm', 'published', 'published_of', 'recomputed', 'recomputed_of', 'difference_in_patients'];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: rows.map((one) => [
      ...[one.rate, one.arm ?? 'all', one.patients, one.of, one.recomputedPatients, one.recomputedOf, one.difference],
    ]),
  };
}

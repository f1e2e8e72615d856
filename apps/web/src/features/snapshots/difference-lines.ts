import { type CsvCell } from '@haim/schema';
import { type Snapshot } from '@/selection/snapshot-query.ts';
import { type Difference } from './query.ts';

/** One value of one patient; of who entered or left, the patient alone. */
export interface ChangeLine {
  readonly key: string;
  readonly centre: string;
  readonly code: string;
  readonly change: Difference['patients'][number]['change'];
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export function linesOf({ patients }: Pick<Difference, 'patients'>): ChangeLine[] {
  return patients.flatMap(({ centre, code, change, values }): ChangeLine[] => {
    const of = { centre, code, change };
    const key = `${centre} ${code}`;
    if (values.length === 0) return [{ ...of, key, field: null, before: null, after: null }];
    return values.map((value, place) => ({ ...of, key: `${key} ${place}`, ...value }));
  });
}

interface Between {
  readonly study: string;
  readonly from: Pick<Snapshot, 'name' | 'sha256'>;
  /** null: the data of now. */
  readonly to: Pick<Snapshot, 'name' | 'sha256'> | null;
}

/** Settings first; every line says what it lies between. */
export function csvLinesOf(difference: Difference, { study, from, to }: Between): CsvCell[][] {
  const origin = [study, from.name, from.sha256, to?.name ?? null, to?.sha256 ?? null];
  return [
    ['centre', 'patient', 'change', 'field', 'before', 'after', 'study', 'from', 'from_sha256', 'to', 'to_sha256'],
    ...difference.settings.map(({ field, before, after }) => [null, null, 'setting', field, before, after, ...origin]),
    ...linesOf(difference).map(({ centre, code, change, field, before, after }) => [
      ...[centre, code, change.toLowerCase(), field, before, after],
      ...origin,
    ]),
  ];
}

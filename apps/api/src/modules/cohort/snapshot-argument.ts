import { Arg, ID } from 'type-graphql';
import { badInput } from '../../context/portal-error.ts';

/** How every analysis takes the snapshot whose rows it counts. */
export const snapshotOptions = {
  nullable: true,
  description: 'Counts the rows that this snapshot keeps, of own centres; without it the rows of now.',
} as const;

export const SnapshotArg = () => Arg('snapshot', () => ID, snapshotOptions);

/** @throws BAD_USER_INPUT: protected numbers of two moments could be subtracted from each other. */
export function refuseSnapshotOfAll(snapshot: string | null | undefined): void {
  if ((snapshot ?? null) === null) return;
  throw badInput('snapshot must be left out for numbers of all centres: a snapshot is analysed by own centres', [
    {
      field: 'snapshot',
      problem: 'rule',
      severity: 'error',
      expected: { en: 'left out for numbers of all centres', zh: '查看全部中心的数值时不可指定快照' },
    },
  ]);
}

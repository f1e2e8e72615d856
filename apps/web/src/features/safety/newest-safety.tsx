'use client';
import { useQuery } from '@apollo/client/react';
import { missing } from '@/numbers/show.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { Newest, ThenAndNow, useLinesOfTables } from '@/tables/newest.tsx';
import { type Safety, safetyQuery, type SafetyRow } from './query.ts';
import { type SafetyQuestion } from './use-question.ts';
import { useFactName } from './use-fact-name.ts';
import { useRowName } from './use-row-name.ts';
import { useGroupNames, useSafetyColumns } from './use-safety-columns.tsx';
import { useSafetyState } from './use-safety-state.ts';

interface NewestSafetyProps {
  readonly safety: Safety;
  readonly question: SafetyQuestion;
}

/** Of a snapshot: every number of its adverse events that is otherwise on the data of now. */
export function NewestSafety(props: NewestSafetyProps) {
  return (
    <Newest>
      <EventsOfNow {...props} />
    </Newest>
  );
}

function EventsOfNow({ safety, question }: NewestSafetyProps) {
  const { state } = useSafetyState();
  const { data, error, refetch } = useQuery(safetyQuery, {
    variables: { ...question, snapshot: null, reference: state.ref, comparison: state.cmp },
    fetchPolicy: 'cache-and-network',
  });
  const lines = useLinesOfTables();
  const then = useNumbers(safety, safety);
  const now = useNumbers(data?.safety ?? safety, safety);
  const found = data ? lines(then, now) : null;
  return <ThenAndNow lines={found} error={error} onRetry={() => void refetch()} differingAlone />;
}

/**
 * All numbers as one table, in the columns of the snapshot: a heading has the number of patients of its group, which may be
 * another now.
 */
function useNumbers(safety: Safety, ofSnapshot: Safety): PrintedTable {
  const { state } = useSafetyState();
  const [factName, rowName] = [useFactName(), useRowName()];
  const nameOf = (row: SafetyRow) => (row.kind === 'FACT' ? factName(row) : rowName(row));
  const headed = useSafetyColumns({ safety: ofSnapshot, counting: state.count, nameOf });
  const columns = useSafetyColumns({ safety, counting: state.count, nameOf });
  const groupNames = useGroupNames(safety);
  const placeNow = ofSnapshot.groups.map(({ value }) => safety.groups.findIndex((group) => group.value === value));
  const found = headed.map(({ id, header }) => {
    const [grade = '', place] = id.split(' ');
    const here = place === undefined ? id : `${grade} ${placeNow[Number(place)]}`;
    return { header, column: columns.find((one) => one.id === here) };
  });
  const sizes = safety.groups.map(({ n }, place) => ({ name: groupNames[place] ?? '', n }));
  return {
    columns: [{ header: '' }, ...found.map(({ header }) => ({ header })), { header: 'n' }],
    rows: [
      ...sizes.map(({ name, n }) => ({ id: `n ${name}`, cells: [name, ...found.map(() => ''), String(n)] })),
      ...safety.rows.map((row) => ({
        id: row.rowId,
        cells: [nameOf(row), ...found.map(({ column }) => column?.text(row) ?? missing), ''],
      })),
    ],
  };
}

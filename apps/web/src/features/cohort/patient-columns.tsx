import { type ReactNode } from 'react';
import { type CohortPatientsQuery, type PatientSortField } from '@/graphql/generated/graphql.ts';
import { missing } from '@/numbers/show.ts';
import { showMonths } from '@/numbers/to-months.ts';
import { type Column } from '@/ui/data-table.tsx';

export type PatientRow = CohortPatientsQuery['patients']['rows'][number];

/** What the server sorts by; a column of the table has the same name. */
export const sortFields = [
  'code',
  'arm',
  'centre',
  'ageYears',
  'bclcStage',
  'tumourSizeMm',
  'bestResponse',
  'osDays',
  'pfsDays',
] as const satisfies readonly PatientSortField[];

export type ColumnName = (typeof sortFields)[number] | 'sex' | 'childPughClass' | 'portalVeinThrombus';

interface ColumnTexts {
  labels: { value: (variable: string, value: string | null) => string };
  header: (column: ColumnName) => string;
  monthDays: number;
  censored: string;
  link: (row: PatientRow) => ReactNode;
}

export function patientColumns({ labels, header, monthDays, censored, link }: ColumnTexts): Column<PatientRow>[] {
  const coded = (
    id: 'arm' | 'centre' | 'sex' | 'bclcStage' | 'childPughClass' | 'bestResponse',
  ): Column<PatientRow> => ({
    id,
    header: header(id),
    cell: (row) => short(id, row[id] ?? null, labels.value),
    ...sortable(id),
  });
  const time = (id: 'osDays' | 'pfsDays', event: 'osEvent' | 'pfsEvent'): Column<PatientRow> => ({
    id,
    header: header(id),
    align: 'right',
    // A plus marks a time that is still running, as survival tables write it.
    cell: (row) => {
      const days = row[id] ?? null;
      if (days === null) return missing;
      const isCensored = row[event] === false;
      return (
        <span title={isCensored ? censored : undefined}>
          {showMonths(days, monthDays)}
          <span aria-hidden={!isCensored} style={{ visibility: isCensored ? 'visible' : 'hidden' }}>
            +
          </span>
        </span>
      );
    },
    ...sortable(id),
  });
  return [
    { id: 'code', header: header('code'), rowHeader: true, cell: link, ...sortable('code') },
    coded('arm'),
    coded('centre'),
    {
      id: 'ageYears',
      header: header('ageYears'),
      align: 'right',
      cell: (row) => row.ageYears ?? missing,
      ...sortable('ageYears'),
    },
    coded('sex'),
    coded('bclcStage'),
    coded('childPughClass'),
    {
      id: 'tumourSizeMm',
      header: header('tumourSizeMm'),
      align: 'right',
      cell: (row) => row.tumourSizeMm ?? missing,
      ...sortable('tumourSizeMm'),
    },
    {
      id: 'portalVeinThrombus',
      header: header('portalVeinThrombus'),
      cell: (row) => labels.value('portalVeinThrombus', nullable(row.portalVeinThrombus)),
    },
    coded('bestResponse'),
    time('osDays', 'osEvent'),
    time('pfsDays', 'pfsEvent'),
  ];
}

function sortable(id: ColumnName): Pick<Column<PatientRow>, 'sortBy'> {
  return sortFields.some((field) => field === id) ? { sortBy: () => null } : {};
}

function nullable(value: boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** In a dense table codes that the field knows by heart stand alone. */
function short(variable: string, code: string | null, words: ColumnTexts['labels']['value']): string {
  if (code === null) return missing;
  return variable === 'sex' ? words(variable, code) : code;
}

import { isOwnKey, type Label, listedVariables, type SubjectVariable } from '@haim/schema';
import { type ReactNode } from 'react';
import { missing } from '@/numbers/show.ts';
import { showMonths } from '@/numbers/to-months.ts';
import { type Column } from '@/ui/data-table.tsx';
import { type PatientRow, type Value } from './query.ts';

interface ColumnTexts {
  labels: { value: (variable: string, value: string | null) => string };
  pick: (label: Label) => string;
  monthDays: number;
  censored: string;
  link: (row: PatientRow) => ReactNode;
}

/** What comes before added columns: at the end of a wide table they would be out of sight. */
const isFirst = ({ theme }: SubjectVariable) => theme === 'place' || theme === 'treatment';

/** @param added - beside the usual columns. */
export function patientColumns(texts: ColumnTexts, added: readonly SubjectVariable[]): Column<PatientRow>[] {
  const [first, others] = [listedVariables.filter(isFirst), listedVariables.filter((one) => !isFirst(one))];
  return [...first, ...added, ...others].map((variable) => ({
    id: variable.name,
    header: texts.pick(variable.heading ?? variable.short),
    ...(variable.sorts ? { sortBy: () => null } : {}),
    ...(variable.kind === 'quantity' ? { align: 'right' as const } : {}),
    ...(variable.name === 'code'
      ? { rowHeader: true as const, cell: texts.link }
      : { cell: (row: PatientRow) => cellOf(variable, row, texts) }),
  }));
}

function cellOf(variable: SubjectVariable, row: PatientRow, { labels, monthDays, censored }: ColumnTexts): ReactNode {
  const value: Value = row[variable.name] ?? null;
  if (value === null) return missing;
  if (variable.event !== null) {
    return (
      <Time months={showMonths(Number(value), monthDays)} censored={row[variable.event] === false ? censored : null} />
    );
  }
  if (variable.kind === 'flag') return labels.value(variable.name, String(value));
  if (variable.kind !== 'category') return value;
  // In a dense table, codes that everybody in the field knows are shown without labels.
  if (isOwnKey(variable.name)) return labels.value(variable.name, String(value));
  const isCode = typeof variable.list === 'string' || String(value).length <= 2;
  return isCode ? value : labels.value(variable.name, String(value));
}

/** A plus marks a censored time, as in survival tables. */
function Time({ months, censored }: { months: string; censored: string | null }) {
  return (
    <span title={censored ?? undefined}>
      {months}
      <span aria-hidden={censored === null} style={{ visibility: censored === null ? 'hidden' : 'visible' }}>
        +
      </span>
    </span>
  );
}

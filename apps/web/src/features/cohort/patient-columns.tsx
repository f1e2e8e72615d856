import { isOwnKey, type Label, type SubjectVariable } from '@haim/schema';
import { type ReactNode } from 'react';
import { missing } from '@/numbers/show.ts';
import { showMonths } from '@/numbers/to-months.ts';
import { type PatientRow, type Value } from './query.ts';

interface ColumnTexts {
  labels: { value: (variable: string, value: string | null) => string };
  pick: (label: Label) => string;
  monthDays: number;
  censored: string;
}

/** A column of the list: what a page shows of it. */
export interface PatientColumn {
  readonly name: string;
  readonly header: string;
  readonly isSortable: boolean;
  readonly isNumber: boolean;
  readonly cell: (row: PatientRow) => ReactNode;
}

export function patientColumns(texts: ColumnTexts, chosen: readonly SubjectVariable[]): PatientColumn[] {
  return chosen.map((variable) => ({
    name: variable.name,
    header: texts.pick(variable.heading ?? variable.short),
    isSortable: variable.sorts,
    isNumber: variable.kind === 'quantity',
    cell: (row) => cellOf(variable, row, texts),
  }));
}

/** What is asked for: of a time also whether an event ended it. */
export function askedColumns(chosen: readonly SubjectVariable[]): string[] {
  return [...new Set(chosen.flatMap(({ name, event }) => [name, ...(event === null ? [] : [event])]))];
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

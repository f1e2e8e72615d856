import { type ReactNode } from 'react';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type InR } from './in-r.ts';
import { type PrintedTable } from './printed-table.tsx';
import { type Provenance } from './provenance.ts';

export interface TableFrameProps {
  readonly title: string;
  /** As it is shown and printed. */
  readonly table: PrintedTable;
  /** The same numbers in full precision, for the CSV and the second sheet of the workbook. */
  readonly numbers: FigureRows;
  /** What a reader must know to judge it: method, n, what is missing. A line each. */
  readonly caption: readonly string[];
  /** The sentence for a methods section. */
  readonly methods: string;
  readonly provenance: Provenance;
  /** Name of the files, without extension. */
  readonly fileName: string;
  readonly isSynthetic: boolean;
  /** The same numbers in R; without it there is no script, and nothing to check. */
  readonly inR?: InR;
  /** Choices that change this table only. */
  readonly controls?: ReactNode;
  /** Above the table: warnings, switches of the view. */
  readonly children?: ReactNode;
}

import { type ReactNode } from 'react';
import { type FigureRows } from './figure-table.tsx';
import { type Scheme } from './series-style.ts';

/** What a chart is asked to draw: its size is always known, so charts measure nothing. */
export interface Drawing {
  readonly scheme: Scheme;
  readonly widthPx: number;
  readonly heightPx: number;
  /** True for the copy that leaves as a file: no pointer, no keyboard. */
  readonly isExport: boolean;
}

export interface FigureProps {
  title: string;
  /** How the figure was made: methods, numbers used. Stands in every file made of it, and below it. */
  caption: readonly string[];
  /** What stands below it on the page, where the page itself says the rest. */
  captionOnPage?: readonly string[];
  /** From where the data came, for the files: study, data cut, selection. */
  provenance: readonly string[];
  /** Written into the picture itself. */
  isSynthetic: boolean;
  /** Name of the files, without ending. */
  fileName: string;
  /** The same data as a table: for those who do not see the picture, and as CSV. */
  table: FigureRows;
  /** The results in few rows, such as medians and a test: above the table, and as a CSV of their own. */
  summary?: FigureRows;
  /** The key under which the address keeps whether the picture or the table is shown; without it the page forgets. */
  viewKey?: string;
  /** `roomPx` is what the window has for it; a file has no window. */
  heightOf: (widthPx: number, roomPx?: number) => number;
  /** Controls that change this figure only. */
  controls?: ReactNode;
  draw: (drawing: Drawing) => ReactNode;
}

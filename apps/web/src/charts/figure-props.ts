import { type ReactNode } from 'react';
import { type FigureRows } from './figure-table.tsx';
import { type Scheme } from './series-style.ts';

/** What a chart is asked to draw: its size is always given, so charts measure nothing. */
export interface Drawing {
  readonly scheme: Scheme;
  readonly widthPx: number;
  readonly heightPx: number;
  /** True for the copy that is exported as a file: no pointer, no keyboard. */
  readonly isExport: boolean;
}

/** What a figure's table and files show beyond its picture, loaded when one of them is first wanted. */
export interface FigureRest {
  /** True once the other properties contain it. */
  readonly isHere: boolean;
  /** What it belongs to: for another key it is loaded anew. */
  readonly key: string;
  /** Resolves when the figure has been drawn again with it. */
  readonly load: () => Promise<void>;
  /** The code by which a failure to load is shown. */
  readonly errorCode: (error: unknown) => string;
}

export interface FigureProps {
  title: string;
  /** How the figure was made: methods, numbers used. Shown below it and in every file made of it. */
  caption: readonly string[];
  /** What is shown below it on the page, if the page itself says the rest. */
  captionOnPage?: readonly string[];
  /** Where the data came from, for the files: study, data cut, selection. */
  provenance: readonly string[];
  /** Written into the picture itself. */
  isSynthetic: boolean;
  /** Name of the files, without extension. */
  fileName: string;
  /** The same data as a table: for those who do not see the picture, and as CSV. */
  table: FigureRows;
  /** Where the picture needs fewer points than the table and the files; until it is here, neither is shown. */
  rest?: FigureRest;
  /** The results in few rows, such as medians and a test: above the table, and as a CSV of their own. */
  summary?: FigureRows;
  /** The key under which the address keeps whether picture or table is shown; without it the choice is not kept. */
  viewKey?: string;
  /** `roomPx` is the height that the window leaves for it; a file has no window. */
  heightOf: (widthPx: number, roomPx?: number) => number;
  /** Controls that change this figure only. */
  controls?: ReactNode;
  /** What makes its numbers again elsewhere: a script, and under a name the data that it reads. */
  reproduces?: () => Promise<Reproducing>;
  draw: (drawing: Drawing) => ReactNode;
}

export interface Reproducing {
  readonly script: string;
  /** Of the data, without extension. */
  readonly name: string;
  readonly data: string;
  readonly rows: number;
}

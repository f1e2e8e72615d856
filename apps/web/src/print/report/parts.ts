import { type FigureText } from '@/charts/figure-svg.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';

/** A figure without title and caption, which the document sets itself. */
export interface FigureBlock {
  readonly kind: 'figure';
  readonly svg: SVGSVGElement;
  readonly text: FigureText;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly title: string;
  readonly table: PrintedTable;
  /** Lines below it: how it was made and where its numbers come from. */
  readonly caption: readonly string[];
}

/** Sentences; `isNote` where they are about the document and not of the study. */
export interface TextBlock {
  readonly kind: 'text';
  readonly lines: readonly string[];
  readonly isNote?: boolean;
  /** Above them, smaller than the title of a part. */
  readonly title?: string;
}

export type Block = FigureBlock | TableBlock | TextBlock;

/** A part of the report: an entry of its contents. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What the first page says of the whole. */
export interface Cover {
  readonly study: string;
  readonly code: string;
  /** Name and value, in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly notes: readonly string[];
  /** The words that mark synthetic data, or null for real data. */
  readonly synthetic: string | null;
  /** On every page: where the numbers come from. */
  readonly footer: string;
}

export interface StudyReport {
  readonly language: string;
  readonly title: string;
  readonly contents: string;
  readonly cover: Cover;
  readonly parts: readonly Part[];
  readonly continued: (title: string) => string;
  readonly page: (page: number, of: number) => string;
}

import { type Locale } from '../statements/index.ts';

/*
 * What whoever has the data and whoever has the charts tell each other. The charts of the pages are drawn outside of a
 * browser by a process of their own, which knows no database: it asks for what a page asks, as one would who opened it.
 */

/** The figures that are drawn for the command line. */
export const drawnFigures = ['survival', 'response', 'table1', 'safety', 'roc'] as const;
export type DrawnFigureName = (typeof drawnFigures)[number];

/** Widths that journals print: one column, one and a half, two. In millimetres. */
export const printWidthsMm = [85, 114, 180] as const;
export type PrintWidthMm = (typeof printWidthsMm)[number];

/** What patients are counted, as an address of the pages names it. */
export interface DrawnSelection {
  readonly study: string;
  /** As `showCohort` writes it; null is everybody. */
  readonly cohort: string | null;
  /** The id of a snapshot; null for the data of now. */
  readonly snapshot: string | null;
}

/** What a figure of the command line is made as: a drawing, or dots at a density. */
export const figureFormats = ['svg', 'png300', 'png600', 'tiff600'] as const;
export type FigureFormat = (typeof figureFormats)[number];

export interface FigureOrder extends DrawnSelection {
  readonly kind: 'figure';
  readonly language: Locale;
  readonly figure: DrawnFigureName;
  readonly endpoint: string;
  /** A variable of the study; null for everybody together. */
  readonly groupBy: string | null;
  readonly widthMm: PrintWidthMm;
  readonly formats: readonly FigureFormat[];
}

/** What a report of a study is set as. */
export const reportFormats = ['pdf', 'html'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What is done for a report, in this order: its parts between what is read first and what is set last. */
export const reportSteps = [
  'gathering',
  'flow',
  'baseline',
  'response',
  'OS',
  'PFS',
  'subgroups',
  'safety',
  'roc',
  'setting',
] as const;
/** The same of the card of a model, the claims of a paper and the checklists of a manuscript. */
export const reportingSteps = ['gathering', 'claims', 'card', 'tripod', 'claim', 'stard', 'strobe', 'setting'] as const;

/** What a report is of: the results of the study, or what a manuscript has to report. */
export const reportContents = ['study', 'reporting'] as const;
export type ReportContents = (typeof reportContents)[number];

export type ReportStep = (typeof reportSteps)[number] | (typeof reportingSteps)[number];

export const stepsOfReport: Readonly<Record<ReportContents, readonly ReportStep[]>> = {
  study: reportSteps,
  reporting: reportingSteps,
};

export interface ReportOrder extends DrawnSelection {
  readonly kind: 'report';
  readonly contents: ReportContents;
  readonly language: Locale;
  readonly formats: readonly ReportFormat[];
  /** Who has it made, and on which day (ISO 8601). */
  readonly madeBy: string;
  readonly madeOn: string;
}

export type DrawingOrder = FigureOrder | ReportOrder;

/** A file that was made. */
export interface DrawnFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What it holds of the study, as the trail names it. */
  readonly holds: string;
  /** How many rows of the study are in it. */
  readonly rows: number;
}

/** An operation of the API and what was answered, as GraphQL over HTTP has them. */
export interface AskedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the process that draws sends: one of these. */
export type FromDrawing =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly id: number; readonly operation: AskedOperation }
  | { readonly kind: 'step'; readonly done: number; readonly of: number; readonly name: string }
  | { readonly kind: 'files'; readonly files: readonly DrawnFile[] }
  | { readonly kind: 'refused'; readonly message: string; readonly code: string | null };

/** What it is sent: its order, once it is ready, and then the answers to what it asks. */
export type ToDrawing =
  | { readonly kind: 'order'; readonly order: DrawingOrder }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown };

export * from './report-message.ts';

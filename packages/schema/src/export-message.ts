/** What the files of an export are, and so what reads them. */
export const exportFormats = [
  'csv',
  'xlsx',
  'sav',
  'dta',
  'xpt',
  'adam',
  'dataset-json',
  'odm',
  'redcap',
  'prism',
] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A line of the answer while an export is made; the last is a file or a refusal. */
export type ExportMessage =
  | { readonly kind: 'waiting' }
  /** `name` is the table that begins. */
  | { readonly kind: 'step'; readonly done: number; readonly of: number; readonly name: string }
  /** Waits for a few minutes at the address of the study's exports, for whoever made it, to be fetched once. */
  | { readonly kind: 'file'; readonly id: string; readonly name: string; readonly bytes: number; readonly rows: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** The address of a file that waits. */
export function exportAddress(study: string, id: string): string {
  return `/api/studies/${encodeURIComponent(study)}/exports/${encodeURIComponent(id)}`;
}

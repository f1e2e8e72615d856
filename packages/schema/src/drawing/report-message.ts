/** What the API sends while it makes a report, a line of JSON each; the last is `file` or `refused`. */
export type ReportMessage =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'step'; readonly done: number; readonly of: number; readonly name: string }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly base64: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

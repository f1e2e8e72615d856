/** What has no types, or too few. */
declare module 'pdfkit/output' {
  /** Resolves once the document has ended. */
  export function toBytes(document: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>>;
}

declare module 'jsdom' {
  export class JSDOM {
    constructor(
      source: string,
      options?: { readonly contentType?: string; readonly pretendToBeVisual?: boolean; readonly url?: string },
    );
    readonly window: Window & typeof globalThis;
  }
}

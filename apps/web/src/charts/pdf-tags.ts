/** Kinds of ISO 32000, 14.8.4, as far as figures and reports have them. */
export type TagKind =
  | 'Document'
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'TOC'
  | 'TOCI'
  | 'Link'
  | 'Figure'
  | 'Caption'
  | 'Table'
  | 'THead'
  | 'TBody'
  | 'TR'
  | 'TH'
  | 'TD';

export interface TagFacts {
  /** What is said in place of a picture. */
  readonly alt?: string;
  /** What a heading of a table is of. */
  readonly scope?: 'Column' | 'Row';
}

let last = 0;

/**
 * A part of a document as programs that read it aloud know it. What is drawn names its part by `tagAttribute`; what names
 * none is decoration, and passed over.
 */
export class PdfTag {
  readonly id = `tag-${(last += 1)}`;
  readonly children: PdfTag[] = [];

  constructor(
    readonly kind: TagKind,
    readonly facts: TagFacts = {},
  ) {}

  add(kind: TagKind, facts: TagFacts = {}): PdfTag {
    const child = new PdfTag(kind, facts);
    this.children.push(child);
    return child;
  }
}

/** Of a child of a page's svg: the id of its part. */
export const tagAttribute = 'data-tag';

type Document = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/** The parts of a document while its pages are drawn. */
export class TaggedParts {
  private readonly elements = new Map<string, Element>();

  constructor(
    private readonly document: Document,
    root: PdfTag,
  ) {
    document.addStructure(this.made(root));
  }

  private made(tag: PdfTag): Element {
    const element = this.document.struct(tag.kind, tag.facts);
    this.elements.set(tag.id, element);
    for (const child of tag.children) element.add(this.made(child));
    return element;
  }

  element(id: string): Element | undefined {
    return this.elements.get(id);
  }

  /**
   * Draws a page piece by piece: neighbours of one part are one piece of it.
   *
   * @param draw - is given the svg with the children of one piece.
   */
  drawn(svg: SVGSVGElement, draw: (piece: SVGSVGElement) => void): void {
    for (const { id, children } of piecesOf(svg)) {
      const element = id === null ? undefined : this.element(id);
      const piece = svg.cloneNode(false) as SVGSVGElement;
      piece.append(...children);
      if (element) {
        const content = this.document.markStructureContent(kindOf(element));
        draw(piece);
        this.document.endMarkedContent();
        element.add(content);
      } else {
        this.document.markContent('Artifact', { type: 'Pagination' });
        draw(piece);
        this.document.endMarkedContent();
      }
    }
  }
}

function piecesOf(svg: SVGSVGElement): { id: string | null; children: globalThis.Element[] }[] {
  const pieces: { id: string | null; children: globalThis.Element[] }[] = [];
  for (const child of [...svg.children]) {
    const id = child.getAttribute(tagAttribute);
    child.removeAttribute(tagAttribute);
    const open = pieces.at(-1);
    if (open && open.id === id) open.children.push(child);
    else pieces.push({ id, children: [child] });
  }
  return pieces;
}

function kindOf(element: Element): string {
  return (element as unknown as { dictionary: { data: { S: string } } }).dictionary.data.S;
}

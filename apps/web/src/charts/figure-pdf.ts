import { create, type Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { toBytes } from 'pdfkit/output';
import SVGtoPDF from 'svg-to-pdfkit';
import { pageSizePt, sizeOf } from './figure-size.ts';
import { MissingLetters } from './missing-letters.ts';
import { haloAsOutlines } from './pdf-halo.ts';
import { PdfTag, tagAttribute, TaggedParts } from './pdf-tags.ts';
import { trueTypeOf } from './woff.ts';

/**
 * A font of print by its letters: each is asked for only where the ones before lack a letter. Signs are slices of the
 * Chinese font, named by one of theirs, that its large file is without.
 */
export const printFaces = [
  'latin',
  'latin-ext',
  'greek',
  'cyrillic',
  'vietnamese',
  'at-least',
  'at-most',
  'about',
  'arrow',
  'arrow-back',
  'chinese',
] as const;

export type PrintFace = (typeof printFaces)[number];
export type PrintWeight = 400 | 700;

/** Fetches the WOFF file of a font. */
export type LoadFace = (face: PrintFace, weight: PrintWeight) => Promise<Uint8Array<ArrayBuffer>>;

export interface PdfFacts {
  readonly widthMm: number;
  readonly title: string;
  readonly description: string;
  readonly software: string;
  /** BCP 47. */
  readonly language: string;
}

/** A page of a document. */
export interface PdfPage {
  /** An svg with a viewBox from 0 0, colours as literals; it is not changed. */
  readonly drawing: SVGSVGElement;
  /** Places that are reached from elsewhere, each an entry of the outline; `y` in pixels of the drawing. */
  readonly places?: readonly { readonly id: string; readonly title: string; readonly y: number }[];
  /** What leads to such a place, in pixels of the drawing. */
  readonly links?: readonly PdfLink[];
}

export interface PdfLink {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The id of a place. */
  readonly to: string;
  /** The part of the document that leads there. */
  readonly tag?: PdfTag;
}

/**
 * A drawing as one page of its printed width: vectors, text as text, fonts embedded with the letters used.
 *
 * @param drawing - as of a page.
 */
export function pdfOf(drawing: SVGSVGElement, load: LoadFace, facts: PdfFacts): Promise<Uint8Array<ArrayBuffer>> {
  const root = new PdfTag('Document');
  const figure = root.add('Figure', { alt: `${facts.title}. ${facts.description}` });
  const tagged = drawing.cloneNode(true) as SVGSVGElement;
  for (const child of tagged.children) child.setAttribute(tagAttribute, figure.id);
  return pdfOfPages([{ drawing: tagged }], root, load, facts);
}

/**
 * Drawings as the pages of one document, each of the same printed width.
 *
 * @param root - the parts of the document, for programs that read it aloud.
 */
export async function pdfOfPages(
  pages: readonly PdfPage[],
  root: PdfTag,
  load: LoadFace,
  facts: PdfFacts,
): Promise<Uint8Array<ArrayBuffer>> {
  const drawings = pages.map(({ drawing }) => drawing.cloneNode(true) as SVGSVGElement);
  const fonts = await setInFonts(drawings, load);
  const document = new PDFDocument({
    autoFirstPage: false,
    // Without it the library begins every document with a font of its own that is not embedded.
    font: null as unknown as string,
    info: { Title: facts.title, Subject: facts.description, Creator: facts.software },
    lang: facts.language,
    displayTitle: true,
    // Earlier versions know no parts.
    pdfVersion: '1.7',
    tagged: true,
  });
  for (const [name, font] of fonts) document.registerFont(name, font as unknown as Uint8Array);
  haloAsOutlines(document);
  const file = toBytes(document);
  const parts = new TaggedParts(document, root);
  for (const [i, svg] of drawings.entries()) {
    haloFirst(svg);
    const size = sizeOf(svg);
    const [width, height] = pageSizePt(size, facts.widthMm);
    document.addPage({ size: [width, height], margin: 0 });
    parts.drawn(svg, (piece) =>
      SVGtoPDF(document, piece, 0, 0, {
        width,
        height,
        preserveAspectRatio: 'xMinYMin meet',
        // Every letter is in a tspan of its font: what has no letters may have any.
        fontCallback: (family: string) => (fonts.has(family) ? family : ([...fonts.keys()][0] ?? family)),
        warningCallback: (warning: string) => {
          throw new Error(warning);
        },
      }),
    );
    const { places = [], links = [] } = pages[i] ?? {};
    const points = width / size.width;
    for (const { id, title, y } of places) {
      document.addNamedDestination(id, 'XYZ', 0, y * points, null);
      document.outline.addItem(title);
    }
    for (const link of links) {
      const structParent = link.tag && parts.element(link.tag.id);
      // The types of the library are older than the option.
      const options = (structParent ? { structParent } : {}) as PDFKit.Mixins.AnnotationOption;
      document.goTo(link.x * points, link.y * points, link.width * points, link.height * points, link.to, options);
    }
  }
  document.end();
  return file;
}

/** Puts each run of letters into a tspan that names the font it is set in, and returns these fonts by name. */
async function setInFonts(drawings: readonly SVGSVGElement[], load: LoadFace): Promise<Map<string, Font>> {
  const pieces = drawings.flatMap(textsOf);
  const fonts = new Map<string, Font>();
  const nameOf = new Map<string, string>();
  for (const weight of [400, 700] as const) {
    let open = new Set(pieces.filter((piece) => piece.weight === weight).flatMap(({ text }) => [...text.data]));
    for (const face of printFaces) {
      if (open.size === 0) break;
      if (face !== 'chinese' && [...open].every(isChinese)) continue;
      const font = create((await trueTypeOf(await load(face, weight))) as Buffer) as Font;
      const name = `${face}-${weight}`;
      // Made of a font of all weights, these files say that they were its thinnest.
      const named = font.postscriptName.replace('NotoSansSCThin', 'NotoSansSC');
      Object.defineProperty(font, 'postscriptName', { value: named });
      for (const letter of open) {
        if (!font.hasGlyphForCodePoint(pointOf(letter))) continue;
        fonts.set(name, font);
        nameOf.set(`${weight} ${letter}`, name);
      }
      open = new Set([...open].filter((letter) => !nameOf.has(`${weight} ${letter}`)));
    }
    if (open.size > 0) throw new MissingLetters([...open]);
  }
  for (const { text, weight } of pieces) {
    const runs = runsOf(text.data, (letter) => nameOf.get(`${weight} ${letter}`) ?? '');
    text.replaceWith(...runs.map(({ name, letters }) => tspan(text.ownerDocument, name, letters)));
  }
  return fonts;
}

interface Piece {
  readonly text: Text;
  readonly weight: PrintWeight;
}

/** Every text that is drawn, with white space as it will be drawn, and its weight. */
function textsOf(svg: SVGSVGElement): Piece[] {
  return [...svg.querySelectorAll('text, tspan')].flatMap((element) =>
    [...element.childNodes].flatMap((node): Piece[] => {
      // 3: a text node; the constant is a property of a window that a test has none of.
      if (node.nodeType !== 3) return [];
      const text = node as Text;
      text.data = text.data.replaceAll(/\s/g, ' ');
      return text.data === '' ? [] : [{ text, weight: weightOf(element) }];
    }),
  );
}

function weightOf(element: Element): PrintWeight {
  const said = element.closest('[font-weight]')?.getAttribute('font-weight') ?? '400';
  return said === 'bold' || Number(said) >= 600 ? 700 : 400;
}

function runsOf(data: string, nameOf: (letter: string) => string): { name: string; letters: string }[] {
  const runs: { name: string; letters: string }[] = [];
  for (const letter of data) {
    const name = nameOf(letter);
    const last = runs.at(-1);
    if (last?.name === name) last.letters += letter;
    else runs.push({ name, letters: letter });
  }
  return runs;
}

function tspan(document: Document, font: string, letters: string): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'tspan');
  made.setAttribute('font-family', font);
  made.textContent = letters;
  return made;
}

/** A halo is drawn below its letters: the library knows only letters first, which the halo would cover. */
function haloFirst(svg: SVGSVGElement): void {
  for (const text of svg.querySelectorAll('[paint-order="stroke"]')) {
    const halo = text.cloneNode(true) as Element;
    for (const one of [halo, ...halo.querySelectorAll('*')]) one.setAttribute('fill', 'none');
    for (const one of [text, ...text.querySelectorAll('*')]) one.setAttribute('stroke', 'none');
    text.before(halo);
  }
}

/** From CJK radicals on: only the last font has any. */
const isChinese = (letter: string): boolean => letter >= '\u2e80';

const pointOf = (letter: string): number => letter.codePointAt(0) ?? 0;

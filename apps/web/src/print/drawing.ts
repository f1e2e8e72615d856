import { figureFont } from '@/charts/series-style.ts';
import { type PdfTag, tagAttribute } from '@/charts/pdf-tags.ts';
import { givePlainIds } from '@/charts/plain-ids.ts';

const namespace = 'http://www.w3.org/2000/svg';

interface TextPlace {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A sheet of text and rules, as an svg: in files texts stay texts. */
export class Drawing {
  readonly svg: SVGSVGElement;
  /** How many other drawings are on it. */
  private placed = 0;
  private tag: PdfTag | null = null;

  constructor(
    readonly widthPx: number,
    readonly heightPx: number,
  ) {
    this.svg = made('svg', {
      width: widthPx,
      height: heightPx,
      viewBox: `0 0 ${widthPx} ${heightPx}`,
      'font-family': figureFont,
    }) as SVGSVGElement;
  }

  /** What is drawn meanwhile belongs to this part of the document; null: to none, as rules and page numbers do. */
  as(tag: PdfTag | null, draw: () => void): void {
    const before = this.tag;
    this.tag = tag;
    draw();
    this.tag = before;
  }

  private append(element: Element): void {
    if (this.tag) element.setAttribute(tagAttribute, this.tag.id);
    this.svg.append(element);
  }

  text(words: string, { x, y, size, weight = 400, fill = '#222222', anchor = 'start' }: TextPlace): void {
    if (words === '') return;
    const text = made('text', { x, y, 'font-size': size, 'font-weight': weight, fill, 'text-anchor': anchor });
    if (words !== words.trim()) text.setAttribute('xml:space', 'preserve');
    text.textContent = words;
    this.append(text);
  }

  rule(from: number, to: number, y: number, width: number, stroke = '#222222'): void {
    this.svg.append(made('line', { x1: from, x2: to, y1: y, y2: y, stroke, 'stroke-width': width }));
  }

  /** A line of dots that leads the eye. */
  dots(from: number, to: number, y: number, stroke: string): void {
    const line = { x1: from, x2: to, y1: y, y2: y, stroke, 'stroke-width': 1, 'stroke-dasharray': '1 4' };
    this.svg.append(made('line', line));
  }

  block(x: number, y: number, width: number, height: number, fill: string): void {
    this.svg.append(made('rect', { x, y, width, height, fill }));
  }

  /** Another drawing, at a place and in a size. */
  place(picture: SVGSVGElement, x: number, y: number, width: number, height: number): void {
    const copy = picture.cloneNode(true) as SVGSVGElement;
    givePlainIds(copy, `drawing-${(this.placed += 1)}`);
    for (const name of ['style', 'class']) copy.removeAttribute(name);
    for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, String(value));
    this.append(copy);
  }
}

/** The lines of a text that is read as one: whoever reads them aloud, or copies them, has the spaces at which it was broken. */
export function spaced(text: string, lines: readonly string[]): string[] {
  let at = 0;
  return lines.map((line, i) => {
    at = text.indexOf(line, at) + line.length;
    return i < lines.length - 1 && /\s/.test(text[at] ?? '') ? `${line} ` : line;
  });
}

function made(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

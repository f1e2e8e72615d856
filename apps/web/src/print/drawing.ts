import { figureFont } from '@/charts/series-style.ts';
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

  text(words: string, { x, y, size, weight = 400, fill = '#222222', anchor = 'start' }: TextPlace): void {
    if (words === '') return;
    const text = made('text', { x, y, 'font-size': size, 'font-weight': weight, fill, 'text-anchor': anchor });
    text.textContent = words;
    this.svg.append(text);
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
    this.svg.append(copy);
  }
}

function made(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

import { givePlainIds } from './plain-ids.ts';
import { figureFont, figureInk } from './series-style.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
const padding = 16;
/** Of title and notes, in pixels. */
const titleSize = 15;
const noteSize = 11;

export interface FigureText {
  readonly title: string;
  readonly caption: readonly string[];
  readonly provenance: readonly string[];
  /** The words that mark synthetic data, or null for real data. */
  readonly synthetic: string | null;
}

/** Where a journal sets title and caption itself, the picture is without them; its description keeps them. */
export interface ShownText {
  readonly hasTitle: boolean;
  readonly hasCaption: boolean;
}

/** What a figure says of itself beside its picture, in one line: caption and origin. */
export function descriptionOf({ caption, provenance, synthetic }: FigureText): string {
  return [...caption, ...provenance, synthetic ?? ''].join(' ').trim();
}

/** Width that is left for the chart itself. */
export const chartWidth = (widthPx: number): number => widthPx - 2 * padding;

/**
 * A figure as a separate file: white background, title above, caption and origin below, all of it text.
 *
 * @param picture - the chart's own svg, drawn in light colours at `widthPx` x `heightPx`, the chart's own size.
 */
export function figureSvg(
  picture: SVGSVGElement,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  text: FigureText,
  shown: ShownText,
): SVGSVGElement {
  const ink = figureInk.light;
  const outer = element('svg', { 'font-family': figureFont });
  const titles = shown.hasTitle ? wrapWords(text.title, titleSize, widthPx, 700) : [];
  const lines = shown.hasCaption ? [...text.caption, ...text.provenance] : [];
  const notes = lines.flatMap((line) => wrapWords(line, noteSize, widthPx));
  const top = padding + titles.length * 20 + (text.synthetic ? 20 : titles.length > 0 ? 4 : 0);
  const width = widthPx + 2 * padding;
  const height = top + heightPx + (notes.length > 0 ? 8 + notes.length * 15 : 0) + padding;
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    outer.setAttribute(name, String(value));
  }
  outer.append(
    words('title', text.title),
    words('desc', descriptionOf(text)),
    element('rect', { width, height, fill: ink.ground }),
    ...titles.map((line, i) =>
      at(line, padding + 14 + i * 20, { 'font-size': titleSize, 'font-weight': 700, fill: '#111111' }),
    ),
  );
  if (text.synthetic) {
    outer.append(
      at(text.synthetic, padding + titles.length * 20 + 12, {
        'font-size': 12,
        'font-weight': 700,
        fill: ink.synthetic,
      }),
    );
  }
  const copy = picture.cloneNode(true) as SVGSVGElement;
  // The chart fills its box on screen; in a file it has the size at which it was drawn.
  copy.removeAttribute('style');
  copy.removeAttribute('class');
  givePlainIds(copy);
  for (const [name, value] of Object.entries({ x: padding, y: top, width: widthPx, height: heightPx })) {
    copy.setAttribute(name, String(value));
  }
  outer.append(
    copy,
    ...notes.map((line, i) => at(line, top + heightPx + 8 + 11 + i * 15, { 'font-size': noteSize, fill: '#444444' })),
  );
  return outer;
}

function element(name: string, attributes: Record<string, string | number>): SVGSVGElement {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made as SVGSVGElement;
}

function words(name: string, content: string): SVGElement {
  const made = element(name, {});
  made.textContent = content;
  return made;
}

function at(line: string, y: number, attributes: Record<string, string | number>): SVGElement {
  const made = element('text', { x: padding, y, ...attributes });
  made.textContent = line;
  return made;
}

/** The fonts of these words, so that their lines are measured in them: a page in English has no Chinese letters yet. */
export async function loadFontsOf({ title, caption, provenance, synthetic }: FigureText): Promise<void> {
  const words = [title, ...caption, ...provenance, synthetic ?? ''].join('');
  await Promise.all([
    document.fonts.load(`${noteSize}px ${figureFont}`, words),
    document.fonts.load(`700 ${titleSize}px ${figureFont}`, words),
  ]);
}

/** Where a line may break: between words, and in Chinese between any two characters but before what closes a clause. */
const pieces = /[（《“]*[\u2e80-\uffef][，。；：、）》”？！]*|[^\s\u2e80-\uffef]+[，。；：、）》”？！]*|\s+/g;

/** Breaks a sentence into lines that fit. */
export function wrapWords(sentence: string, fontPx: number, widthPx: number, weight = 400): string[] {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return [sentence];
  pen.font = `${weight} ${fontPx}px ${figureFont}`;
  const lines: string[] = [];
  let line = '';
  for (const part of sentence.match(pieces) ?? []) {
    if (line && pen.measureText(line + part).width > widthPx) {
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else line += part;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

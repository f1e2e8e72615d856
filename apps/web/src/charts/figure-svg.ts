import { figureFont, figureInk } from './series-style.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
const padding = 16;

export interface FigureText {
  readonly title: string;
  readonly caption: readonly string[];
  readonly provenance: readonly string[];
  /** The words that mark synthetic data, or null for real data. */
  readonly synthetic: string | null;
}

/**
 * A figure as a separate file: white background, title above, caption and origin below, all of it text.
 *
 * @param picture - the chart's own svg, drawn in light colours at `widthPx` x `heightPx`.
 */
export function figureSvg(picture: SVGSVGElement, widthPx: number, heightPx: number, text: FigureText): SVGSVGElement {
  const ink = figureInk.light;
  const outer = element('svg', { xmlns: svgNamespace, 'font-family': figureFont });
  const titles = wrapWords(text.title, 15, widthPx);
  const notes = [...text.caption, ...text.provenance].flatMap((line) => wrapWords(line, 11, widthPx));
  const top = padding + titles.length * 20 + (text.synthetic ? 20 : 4);
  const width = widthPx + 2 * padding;
  const height = top + heightPx + 8 + notes.length * 15 + padding;
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    outer.setAttribute(name, String(value));
  }
  outer.append(
    words('title', text.title),
    words('desc', [...text.caption, ...text.provenance, text.synthetic ?? ''].join(' ').trim()),
    element('rect', { width, height, fill: ink.ground }),
    ...titles.map((line, i) =>
      at(line, padding + 14 + i * 20, { 'font-size': 15, 'font-weight': 700, fill: '#111111' }),
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
  for (const [name, value] of Object.entries({ x: padding, y: top, width: widthPx, height: heightPx })) {
    copy.setAttribute(name, String(value));
  }
  outer.append(
    copy,
    ...notes.map((line, i) => at(line, top + heightPx + 8 + 11 + i * 15, { 'font-size': 11, fill: '#444444' })),
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

/** Breaks a sentence into lines that fit; Chinese may break between any two characters. */
function wrapWords(sentence: string, fontPx: number, widthPx: number): string[] {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return [sentence];
  pen.font = `${fontPx}px ${figureFont}`;
  const lines: string[] = [];
  let line = '';
  for (const part of sentence.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+/g) ?? []) {
    if (line && pen.measureText(line + part).width > widthPx) {
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else line += part;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { JSDOM } from 'jsdom';
import { trueTypeOf } from '@/charts/woff.ts';

/*
 * A document without a screen, for charts that expect one. Imported before anything that looks for a window; what a
 * screen would measure is computed from the files of the fonts that the figures are set in.
 */

const { window } = new JSDOM('<!doctype html><html><body></body></html>', {
  // Frames of an animation, which figures wait for before they are taken.
  pretendToBeVisual: true,
  url: 'http://localhost/',
});

const taken = [
  'document',
  'navigator',
  'location',
  'Node',
  'Element',
  'HTMLElement',
  'HTMLInputElement',
  'HTMLIFrameElement',
  'SVGElement',
  'Event',
  'MutationObserver',
  'XMLSerializer',
  'DOMParser',
  'getComputedStyle',
  'localStorage',
  'sessionStorage',
] as const;

class NothingToObserve {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

const given: Record<string, unknown> = {
  window,
  self: window,
  requestAnimationFrame: window.requestAnimationFrame.bind(window),
  cancelAnimationFrame: window.cancelAnimationFrame.bind(window),
  ResizeObserver: NothingToObserve,
  IntersectionObserver: NothingToObserve,
  ...Object.fromEntries(taken.map((name) => [name, window[name]])),
};
for (const [name, value] of Object.entries(given)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

const noScheme = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
Object.assign(window, {
  ResizeObserver: NothingToObserve,
  IntersectionObserver: NothingToObserve,
  matchMedia: () => ({ ...noScheme, addListener: () => undefined, removeListener: () => undefined }),
});
Object.defineProperty(window.document, 'fonts', { value: { load: async () => [], ready: Promise.resolve() } });

const find = createRequire(import.meta.url);

async function face(weight: 400 | 700): Promise<Font> {
  const file = new Uint8Array(readFileSync(find.resolve(`@fontsource/arimo/files/arimo-latin-${weight}-normal.woff`)));
  return create((await trueTypeOf(file)) as Buffer) as Font;
}

const faces = { 400: await face(400), 700: await face(700) } as const;

/** A letter of the font of print in its width; what that font lacks is Chinese, whose letters are squares, or a sign. */
function shareOf(letter: string, font: Font): number {
  const point = letter.codePointAt(0) ?? 0;
  if (font.hasGlyphForCodePoint(point)) return font.glyphForCodePoint(point).advanceWidth / font.unitsPerEm;
  return letter >= '\u2e80' ? 1 : 0.6;
}

/** Width of a line of text as it is set in a file, in pixels. */
export function textWidth(text: string, fontPx: number, weight = 400): number {
  const font = faces[weight >= 600 ? 700 : 400];
  return [...text].reduce((sum, letter) => sum + shareOf(letter, font), 0) * fontPx;
}

/** `700 15px Arimo, …`, as a canvas has it. */
function measured(font: string, text: string): { width: number } {
  const [, weight = '400', size = '10'] = /^(?:(\d+|bold) )?(\d+(?:\.\d+)?)px/.exec(font) ?? [];
  return { width: textWidth(text, Number(size), weight === 'bold' ? 700 : Number(weight)) };
}

/** The one thing that figures ask of a canvas here. */
class Pen {
  font = '10px Arimo';
  measureText(text: string): { width: number } {
    return measured(this.font, text);
  }
}
Object.assign(window.HTMLCanvasElement.prototype, {
  getContext: (kind: string) => (kind === '2d' ? new Pen() : null),
});

/** Charts put a text into the document and ask how wide it is. */
Object.assign(window.HTMLSpanElement.prototype, {
  getBoundingClientRect(this: HTMLElement) {
    const size = Number.parseFloat(this.style.fontSize) || 12;
    const weight = Number(this.style.fontWeight) || (this.style.fontWeight === 'bold' ? 700 : 400);
    const width = textWidth(this.textContent ?? '', size, weight);
    return { x: 0, y: 0, top: 0, left: 0, width, right: width, height: size * 1.2, bottom: size * 1.2 };
  },
});

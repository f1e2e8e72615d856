import { figureFont } from './series-style.ts';

/** One file of a font family: fonts come in slices, each for a range of letters. */
export interface Face {
  readonly family: string;
  readonly weight: string;
  readonly range: string;
  readonly url: string;
}

/** A font that a figure carries: its CSS with the file inside, and a letter that shows whether it has loaded. */
export interface FigureFont {
  readonly css: string;
  readonly family: string;
  readonly weight: string;
  readonly letter: string;
}

/** The letters in a CSS `unicode-range` such as `U+0-FF, U+2000-206F, U+4??`. */
export function lettersIn(range: string, letters: readonly string[]): string[] {
  const spans = range.split(',').map((part) => {
    const [, from = '', to] = /U\+([0-9A-F?]+)(?:-([0-9A-F]+))?/i.exec(part) ?? [];
    return [Number.parseInt(from.replaceAll('?', '0'), 16), Number.parseInt(to ?? from.replaceAll('?', 'F'), 16)];
  });
  return letters.filter((letter) => {
    const point = letter.codePointAt(0) ?? 0;
    return range.trim() === '' || spans.some(([first = 0, last = -1]) => point >= first && point <= last);
  });
}

/**
 * The fonts of a figure with their files, so that it looks the same where they are not installed. Only slices that hold
 * a letter of `text` are taken, and a later family only for letters that no earlier one has.
 *
 * @param offered - those of the page, unless there is none.
 */
export async function fontsFor(
  text: string,
  offered: readonly Face[] = facesOfPage(),
  load: (url: string) => Promise<Uint8Array> = fetched,
): Promise<FigureFont[]> {
  const faces = offered.filter(({ weight }) => weight.includes(' ') || /^(400|700)$/.test(weight));
  let open = [...new Set(text)].filter((letter) => letter.trim() !== '');
  const needed: { face: Face; letter: string }[] = [];
  for (const family of figureFont.split(',').map((name) => name.trim().replaceAll("'", ''))) {
    const found = faces
      .filter((face) => face.family === family)
      .map((face) => ({ face, letters: lettersIn(face.range, open) }))
      .filter(({ letters }) => letters.length > 0);
    needed.push(...found.map(({ face, letters }) => ({ face, letter: letters[0] ?? '' })));
    open = open.filter((letter) => !found.some(({ letters }) => letters.includes(letter)));
  }
  return Promise.all(
    needed.map(async ({ face: { family, weight, range, url }, letter }) => {
      const only = range ? `unicode-range:${range};` : '';
      const css = `@font-face{font-family:'${family}';font-weight:${weight};${only}src:url(${dataUrl(await load(url))}) format('woff2');}`;
      return { css, family, weight: weight.split(' ')[0] ?? '400', letter };
    }),
  );
}

function facesOfPage(): Face[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule): Face[] => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const value = (name: string) => rule.style.getPropertyValue(name).trim();
      const url = /url\("?([^")]+\.woff2)"?\)/.exec(value('src'))?.[1];
      if (!url || value('font-style') === 'italic') return [];
      return [
        {
          family: value('font-family').replace(/["']/g, ''),
          weight: value('font-weight') || '400',
          range: value('unicode-range'),
          url: new URL(url, sheet.href ?? document.baseURI).href,
        },
      ];
    }),
  );
}

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`A font of the figure is missing: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function dataUrl(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:font/woff2;base64,${btoa(binary)}`;
}

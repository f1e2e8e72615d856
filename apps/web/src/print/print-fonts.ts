import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { type Face, type FigureFont, fontsFor } from '@/charts/figure-fonts.ts';
import { type LoadFace } from '@/charts/figure-pdf.ts';
import { slicesOfPrint } from '@/charts/print-slices.ts';

const find = createRequire(import.meta.url);

/** The fonts of the pages, as their style sheets declare them. */
const sheets = [
  '@fontsource/arimo/400.css',
  '@fontsource/arimo/700.css',
  '@fontsource-variable/noto-sans-sc/index.css',
];

let faces: readonly Face[] | null = null;

/** The fonts of these letters, for an svg or a page that carries them. */
export function carriedFonts(letters: string): Promise<FigureFont[]> {
  faces ??= sheets.flatMap(facesOf);
  return fontsFor(letters, faces, (url) => readFile(fileURLToPath(url)));
}

function facesOf(sheet: string): Face[] {
  const place = find.resolve(sheet);
  const base = pathToFileURL(place);
  return [...readFileSync(place, 'utf8').matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, body = '']): Face[] => {
    const value = (name: string) => new RegExp(`${name}:\\s*([^;]+);`).exec(body)?.[1]?.trim() ?? '';
    const file = /url\(([^)]+\.woff2)\)/.exec(value('src'))?.[1];
    if (!file || value('font-style') === 'italic') return [];
    return [
      {
        family: value('font-family').replaceAll(/["']/g, ''),
        weight: value('font-weight') || '400',
        range: value('unicode-range'),
        url: new URL(file, base).href,
      },
    ];
  });
}

/** The fonts of print, from the packages. */
export const loadPrintFile: LoadFace = async (face, weight) =>
  new Uint8Array(await readFile(find.resolve(`${slicesOfPrint[face]}-${weight}-normal.woff`)));

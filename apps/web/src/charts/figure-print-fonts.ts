import { type LoadFace, type PrintFace, type PrintWeight } from './figure-pdf.ts';

/**
 * The fonts of print: files that hold plain outlines of one weight, which can be embedded. Pages are set in slices and a
 * variable font, which cannot. Nothing of this is loaded before somebody saves a PDF.
 */
const files: Readonly<Record<PrintFace, Readonly<Record<PrintWeight, URL>>>> = {
  latin: {
    400: new URL('@fontsource/arimo/files/arimo-latin-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/arimo/files/arimo-latin-700-normal.woff', import.meta.url),
  },
  'latin-ext': {
    400: new URL('@fontsource/arimo/files/arimo-latin-ext-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/arimo/files/arimo-latin-ext-700-normal.woff', import.meta.url),
  },
  greek: {
    400: new URL('@fontsource/arimo/files/arimo-greek-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/arimo/files/arimo-greek-700-normal.woff', import.meta.url),
  },
  cyrillic: {
    400: new URL('@fontsource/arimo/files/arimo-cyrillic-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/arimo/files/arimo-cyrillic-700-normal.woff', import.meta.url),
  },
  vietnamese: {
    400: new URL('@fontsource/arimo/files/arimo-vietnamese-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/arimo/files/arimo-vietnamese-700-normal.woff', import.meta.url),
  },
  'at-least': {
    400: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-102-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-102-700-normal.woff', import.meta.url),
  },
  'at-most': {
    400: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-100-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-100-700-normal.woff', import.meta.url),
  },
  about: {
    400: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-90-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-90-700-normal.woff', import.meta.url),
  },
  arrow: {
    400: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-109-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-109-700-normal.woff', import.meta.url),
  },
  'arrow-back': {
    400: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-105-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-105-700-normal.woff', import.meta.url),
  },
  chinese: {
    400: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff', import.meta.url),
    700: new URL('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff', import.meta.url),
  },
};

export const loadPrintFace: LoadFace = async (face, weight) => {
  const response = await fetch(files[face][weight]);
  if (!response.ok) throw new Error(`A font of print is missing: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

import { type PrintFace } from './figure-pdf.ts';

/** Where the packages have the fonts of print: each name is followed by weight, `-normal` and `.woff`. */
export const slicesOfPrint: Readonly<Record<PrintFace, string>> = {
  latin: '@fontsource/arimo/files/arimo-latin',
  'latin-ext': '@fontsource/arimo/files/arimo-latin-ext',
  greek: '@fontsource/arimo/files/arimo-greek',
  cyrillic: '@fontsource/arimo/files/arimo-cyrillic',
  vietnamese: '@fontsource/arimo/files/arimo-vietnamese',
  'at-least': '@fontsource/noto-sans-sc/files/noto-sans-sc-102',
  'at-most': '@fontsource/noto-sans-sc/files/noto-sans-sc-100',
  about: '@fontsource/noto-sans-sc/files/noto-sans-sc-90',
  arrow: '@fontsource/noto-sans-sc/files/noto-sans-sc-109',
  'arrow-back': '@fontsource/noto-sans-sc/files/noto-sans-sc-105',
  chinese: '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified',
};

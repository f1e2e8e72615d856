import { type PrintWidthMm, printWidthsMm } from '@haim/schema';
import { type Locale, locales } from '@/i18n/locale.ts';

/** The kinds of file that a picture leaves as; dots per inch where it is made of dots. */
export const pictureKinds = {
  pdf: { extension: 'pdf', dpi: null },
  svg: { extension: 'svg', dpi: null },
  png300: { extension: 'png', dpi: 300 },
  png600: { extension: 'png', dpi: 600 },
  tiff600: { extension: 'tif', dpi: 600 },
} as const;

export type PictureKind = keyof typeof pictureKinds;

export const kindsOfPicture = Object.keys(pictureKinds) as PictureKind[];

/** How a figure leaves the portal. */
export interface FigureChoice {
  readonly kind: PictureKind;
  readonly widthMm: PrintWidthMm;
  readonly hasTitle: boolean;
  readonly hasCaption: boolean;
  readonly isGrey: boolean;
  /** null: the language of the page. */
  readonly language: Locale | null;
}

/** What a journal takes, and what reads alone. */
export const firstChoice: FigureChoice = {
  kind: 'pdf',
  widthMm: 180,
  hasTitle: true,
  hasCaption: true,
  isGrey: false,
  language: null,
};

/** A choice as it was kept by this or an older release: what is not known any more is as at first. */
export function readChoice(kept: string | null): FigureChoice {
  const found = parsed(kept);
  const flag = (name: 'hasTitle' | 'hasCaption' | 'isGrey') =>
    typeof found[name] === 'boolean' ? found[name] : firstChoice[name];
  return {
    kind: kindsOfPicture.find((kind) => kind === found['kind']) ?? firstChoice.kind,
    widthMm: printWidthsMm.find((width) => width === found['widthMm']) ?? firstChoice.widthMm,
    hasTitle: flag('hasTitle'),
    hasCaption: flag('hasCaption'),
    isGrey: flag('isGrey'),
    language: locales.find((locale) => locale === found['language']) ?? null,
  };
}

function parsed(kept: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

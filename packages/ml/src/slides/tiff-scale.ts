import { plausibleMicrons } from './plausible-microns.ts';
import { isAperio } from './tiff-pages.ts';
import { type TiffDirectory } from './tiff-header.ts';
import { wrappedFacts } from './wrapped/wrapped-description.ts';

/** Level-0 microns per pixel, across and down. */
export interface Microns {
  readonly x: number;
  readonly y: number;
}

/** What a file states about its scale: one number, two that contradict each other, or nothing. */
export interface SlideScale {
  readonly micronsPerPixel: number | null;
  /** Set if the pixels of the file are not square: no single number is right. */
  readonly unequalMicrons: Microns | null;
}

/**
 * The two scales that scanners state differ by up to some tenths of a per cent; above this limit pixels are not square.
 */
const MOST_UNEQUAL = 0.01;

/** @returns the mean of both directions, unless they differ by more than one per cent. */
export function scaleOf(microns: Microns | null): SlideScale {
  const x = plausibleMicrons(microns?.x);
  const y = plausibleMicrons(microns?.y);
  if (x === null || y === null) return { micronsPerPixel: null, unequalMicrons: null };
  const isUnequal = Math.abs(x - y) > MOST_UNEQUAL * Math.min(x, y);
  return isUnequal
    ? { micronsPerPixel: null, unequalMicrons: { x, y } }
    : { micronsPerPixel: (x + y) / 2, unequalMicrons: null };
}

/**
 * The scale of a TIFF: Aperio's MPP, otherwise OME-XML's PhysicalSize, otherwise the resolution tags.
 *
 * @param base - the image of full resolution.
 */
export function tiffScale(base: TiffDirectory): SlideScale {
  const aperio = isAperio(base) ? plausibleMicrons(aperioProperties(base.description).get('MPP')) : null;
  if (aperio !== null) return scaleOf({ x: aperio, y: aperio });
  const wrapped = wrappedFacts(base.description);
  if (wrapped) return scaleOf(wrapped.microns);
  const ome = scaleOf(omeMicrons(base));
  if (ome.micronsPerPixel !== null || ome.unequalMicrons !== null) return ome;
  return scaleOf(micronsOfTags(base));
}

/** `Aperio … |AppMag = 20|MPP = 0.4990|…` -> numeric properties. */
export function aperioProperties(description: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const part of description.split('|').slice(1)) {
    const [name, value] = part.split('=', 2);
    const number = Number(value?.trim().replace(',', '.'));
    if (name && value && Number.isFinite(number)) found.set(name.trim(), number);
  }
  return found;
}

/** With the micro sign; Greek mu is treated as the same. */
const MICROMETRE = '\u00b5m';

/** Microns of the units that OME-XML knows; `pixel` and `reference frame` are not lengths. */
const micronsOfUnit: Readonly<Record<string, number>> = {
  pm: 1e-6, '\u00c5': 1e-4, nm: 1e-3, [MICROMETRE]: 1, mm: 1e3, cm: 1e4, dm: 1e5, m: 1e6, thou: 25.4, in: 25_400,
}; // prettier-ignore

/**
 * PhysicalSizeX and -Y of the image of this size; without a unit they are micrometres.
 *
 * The XML may be truncated at the maximum length of descriptions, so an XML parser would reject it.
 *
 * Source: the OME schema 2016-06, Pixels.
 */
function omeMicrons({ description, width, height }: TiffDirectory): Microns | null {
  if (!/<OME\b/.test(description.slice(0, 4096))) return null;
  const images = [...description.matchAll(/<(?:\w+:)?Pixels\b[^>]*>/g)].map(([tag]) => attributesOf(tag));
  const pixels =
    images.find((image) => Number(image['SizeX']) === width && Number(image['SizeY']) === height) ?? images[0];
  const size = (axis: 'X' | 'Y'): number | null => {
    const value = Number(pixels?.[`PhysicalSize${axis}`] ?? NaN);
    const unit =
      micronsOfUnit[pixels?.[`PhysicalSize${axis}Unit`]?.normalize('NFC').replace('\u03bc', '\u00b5') ?? MICROMETRE];
    return unit !== undefined && value > 0 && Number.isFinite(value) ? value * unit : null;
  };
  const x = size('X');
  const y = pixels?.['PhysicalSizeY'] === undefined ? x : size('Y');
  return x === null || y === null ? null : { x, y };
}

function attributesOf(tag: string): Readonly<Record<string, string>> {
  const pairs = [...tag.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map(([, name = '', double, single]) => [name, unescaped(double ?? single ?? '')]));
}

function unescaped(text: string): string {
  return text
    .replace(/&#(\d{1,7});/g, (_, code: string) => characterOf(Number(code)))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => characterOf(Number.parseInt(code, 16)));
}

function characterOf(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}

/** Unit 1 is not a length: ImageJ then names the unit in the description. */
function micronsOfTags({ resolution, description }: TiffDirectory): Microns | null {
  if (resolution === null) return null;
  const unit = { 2: 25_400, 3: 10_000 }[resolution.unit] ?? imageJUnit(description);
  return unit === undefined ? null : { x: unit / resolution.x, y: unit / resolution.y };
}

function imageJUnit(description: string): number | undefined {
  if (!description.startsWith('ImageJ=')) return undefined;
  const name = /^unit=(.*)$/m
    .exec(description)?.[1]
    ?.trim()
    .replace(/^(?:micron|microns|um|\\u00B5m)$/i, MICROMETRE);
  return name === undefined ? undefined : micronsOfUnit[name];
}

import type { DataSet } from 'dicom-parser';
import { SlideError } from '../../errors.ts';
import { type ByteSource } from './byte-source.ts';
import { type DicomHeader, readDicomHeader } from './dicom-header.ts';
import { tilePlacesOf, type TilePlaces } from './tile-places.ts';
import { codingOf, type TileCoding } from './transfer-syntax.ts';

const WHOLE_SLIDE_IMAGE = '1.2.840.10008.5.1.4.1.1.77.1.6';
const MOST_FRAMES = 4_000_000;
const MAX_TILE_PIXELS = 4096 * 4096;

/** A part of an instance that was cut into several. */
export interface ConcatenationPart {
  readonly uid: string;
  /** Counted from one. */
  readonly number: number;
  /** Null where it is not stated. */
  readonly of: number | null;
  /** How many frames come before it. */
  readonly framesBefore: number;
}

/** An instance of a whole-slide image, without a pixel decoded and without whose it is. */
export interface WsiInstance {
  readonly source: ByteSource;
  /** The file and its SOP Instance UID, for messages. */
  readonly name: string;
  readonly uid: string;
  readonly series: string;
  readonly kind: 'volume' | 'label' | 'macro' | 'thumbnail' | 'localizer';
  /** Whether it is made from another image of the series: then it is not the full resolution. */
  readonly isResampled: boolean;
  /** Of the image, not of a tile. */
  readonly width: number;
  readonly height: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly frames: number;
  readonly places: TilePlaces;
  readonly coding: TileCoding;
  /** As in TIFF: 2 RGB, 6 YCbCr. */
  readonly photometric: 2 | 6;
  /** Whether an uncompressed tile has all its red before its green. */
  readonly isByPlane: boolean;
  readonly header: DicomHeader;
  readonly concatenation: ConcatenationPart | null;
  readonly microns: { readonly x: number; readonly y: number } | null;
  readonly objectivePower: number | null;
  readonly iccProfile: Buffer | null;
}

/** A DICOM file that is not an image of a slide: a directory, an annotation, a report. */
export interface OtherObject {
  readonly kind: 'other';
  readonly sopClass: string;
  readonly header: DicomHeader;
}

/**
 * Reads what an instance states about itself.
 *
 * @throws SlideError UNREADABLE, NOT_A_SLIDE, TOO_LARGE, TRUNCATED, each naming the file and the instance.
 *
 * Source: DICOM PS3.3, A.32.8 (VL Whole Slide Microscopy Image IOD), C.8.12.
 */
export async function readWsiInstance(source: ByteSource): Promise<WsiInstance | OtherObject> {
  const header = await readDicomHeader(source);
  const { data, transferSyntax } = header;
  const sopClass = data.string('x00080016') ?? data.string('x00020002') ?? '';
  if (sopClass !== WHOLE_SLIDE_IMAGE)
    return { kind: 'other', sopClass: sopClass.replace(/[^\d.]/g, '').slice(0, 64), header };
  const uid = uidOf(data, 'x00080018');
  const name = `${source.name} (instance ${uid})`;
  const kind = kindOf(data);
  const [, , , derivation = ''] = imageType(data);
  const frames = data.intString('x00280008') ?? 1;
  const tileWidth = data.uint16('x00280011') ?? 0;
  const tileHeight = data.uint16('x00280010') ?? 0;
  const width = data.uint32('x00480006') ?? tileWidth;
  const height = data.uint32('x00480007') ?? tileHeight;
  if (!header.pixels) throw new SlideError('UNREADABLE', `${name} has no pixels.`);
  if (width < 1 || height < 1 || tileWidth < 1 || tileHeight < 1 || frames < 1) {
    throw new SlideError('UNREADABLE', `${name} does not state the size of its image or of its tiles.`);
  }
  if (frames > MOST_FRAMES || tileWidth * tileHeight > MAX_TILE_PIXELS) {
    throw new SlideError('TOO_LARGE', `${name} claims ${frames} tiles of ${tileWidth} x ${tileHeight} pixels.`);
  }
  const concatenation = concatenationOf(data);
  const size = { width, height, tileWidth, tileHeight };
  const shared = {
    source, name, uid, kind, ...size, frames, header, concatenation,
    series: uidOf(data, 'x0020000e'),
    isResampled: derivation.startsWith('RESAMPLED'),
  }; // prettier-ignore
  // A label is neither decoded nor kept, however it is stored.
  if (kind !== 'volume') {
    const unknown = { microns: null, objectivePower: null, iccProfile: null, isByPlane: false } as const;
    return { ...shared, ...unknown, places: 'rows', coding: 'none', photometric: 2 };
  }
  const coding = codingOf(transferSyntax, name);
  return {
    ...shared,
    coding,
    photometric: photometricOf(data, coding, name),
    places: tilePlacesOf(data, { ...size, frames }, name),
    isByPlane: coding === 'none' && data.uint16('x00280006') === 1,
    microns: micronsOf(data, width, height),
    ...opticsOf(data),
  };
}

const itemsOf = (data: DataSet, tag: string): DataSet[] =>
  (data.elements[tag]?.items ?? []).flatMap(({ dataSet }) => (dataSet ? [dataSet] : []));

function uidOf(data: DataSet, tag: string): string {
  return (data.string(tag) ?? '').replace(/[^\d.]/g, '').slice(0, 64);
}

function imageType(data: DataSet): string[] {
  return (data.string('x00080008') ?? '').split('\\').map((value) => value.trim().toUpperCase());
}

/** By the third value of Image Type. Source: PS3.3, C.8.12.4.1.1; LOCALIZER is of before 2018. */
function kindOf(data: DataSet): WsiInstance['kind'] {
  const [, , flavour = ''] = imageType(data);
  if (flavour === 'LABEL') return 'label';
  if (flavour === 'OVERVIEW') return 'macro';
  if (flavour === 'THUMBNAIL') return 'thumbnail';
  if (flavour === 'LOCALIZER') return 'localizer';
  // The label is in the picture, whatever it is called.
  return data.string('x00480010') === 'YES' ? 'label' : 'volume';
}

function concatenationOf(data: DataSet): ConcatenationPart | null {
  const uid = uidOf(data, 'x00209161');
  if (uid === '') return null;
  return {
    uid,
    number: data.uint16('x00209162') ?? 1,
    of: data.uint16('x00209163') ?? null,
    framesBefore: data.uint32('x00209228') ?? 0,
  };
}

function photometricOf(data: DataSet, coding: TileCoding, name: string): 2 | 6 {
  const refuse = (said: string) =>
    new SlideError('NOT_A_SLIDE', `${name} is ${said}; a slide is 8-bit RGB in bright field.`);
  const photometric = data.string('x00280004') ?? '';
  const samples = data.uint16('x00280002') ?? 1;
  const bits = data.uint16('x00280100') ?? 8;
  if (samples !== 3 || photometric.startsWith('MONOCHROME')) throw refuse('grey, as of fluorescence');
  if (bits !== 8 || (data.uint16('x00280101') ?? bits) !== 8) throw refuse(`of ${bits} bits a sample`);
  if (data.uint16('x00280103') === 1) throw refuse('of numbers with sign');
  const isYcc = photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422';
  if (coding === 'none' && photometric !== 'RGB') throw refuse(`uncompressed ${photometric}`);
  if (!isYcc && !['RGB', 'YBR_ICT', 'YBR_RCT'].includes(photometric)) throw refuse(`of colours called ${photometric}`);
  return isYcc ? 6 : 2;
}

/** Pixel Spacing is down, then across. Otherwise the size of what was imaged. */
function micronsOf(data: DataSet, width: number, height: number): WsiInstance['microns'] {
  const [shared] = itemsOf(data, 'x52009229');
  const [measures] = shared ? itemsOf(shared, 'x00289110') : [];
  const [down, across] = [measures?.floatString('x00280030', 0), measures?.floatString('x00280030', 1)];
  if (down && across && down > 0 && across > 0) return { x: across * 1000, y: down * 1000 };
  const [wide, high] = [data.float('x00480001'), data.float('x00480002')];
  return wide && high && wide > 0 && high > 0 ? { x: (wide * 1000) / width, y: (high * 1000) / height } : null;
}

function opticsOf(data: DataSet): Pick<WsiInstance, 'objectivePower' | 'iccProfile'> {
  const [path] = itemsOf(data, 'x00480105');
  const power = path?.floatString('x00480112');
  const profile = path?.elements['x00282000'];
  const bytes =
    path && profile ? path.byteArray.subarray(profile.dataOffset, profile.dataOffset + profile.length) : null;
  return {
    objectivePower: power !== undefined && power > 0 && power <= 200 ? power : null,
    iccProfile: bytes && bytes.length > 0 ? Buffer.from(bytes) : null,
  };
}

import { SlideError } from '../../errors.ts';
import { BigTiffFile, type TiffEntry, type WrittenBlock } from '../big-tiff-file.ts';
import { jpegOfBlock } from '../blocks/jpeg-block.ts';
import { wrappedDescription } from '../wrapped/wrapped-description.ts';
import { type ByteSource } from './byte-source.ts';
import { refuseMissingOfDirectory } from './dicom-directory.ts';
import { type FrameBytes, findFrames } from './frames.ts';
import { type TileCoding } from './transfer-syntax.ts';
import { type OtherObject, readWsiInstance, type WsiInstance } from './wsi-instance.ts';
import { seriesOf, type WsiLevel, type WsiSeries } from './wsi-series.ts';

/** As in TIFF. JPEG 2000 has the number that libtiff and OME-TIFF use. */
const compressionOf: Readonly<Record<TileCoding, bigint>> = { none: 1n, jpeg: 7n, jpeg2000: 34_712n };
const ABSENT: WrittenBlock = { offset: 0n, bytes: 0n };
/** A tile of noise at the best quality takes less than its pixels. */
const mostBytes = ({ tileWidth, tileHeight }: WsiInstance): number => tileWidth * tileHeight * 4 + 65_536;

/**
 * Puts the tiles of a DICOM slide into a TIFF, as they were sent: no pixel is decoded. Of everything else only scale,
 * magnification and colour profile are kept: no attribute that says whose slide it is, and no label or overview.
 *
 * @param sources - DICOM files, in any order, with or without a DICOMDIR.
 * @param outputPath - of a file that does not exist yet; nothing is left of it after a failure of the caller's choice.
 * @throws SlideError as readWsiInstance, seriesOf and findFrames.
 */
export async function wrapDicom(sources: readonly ByteSource[], outputPath: string): Promise<void> {
  const series = await readSeries(sources);
  const output = await BigTiffFile.create(outputPath);
  try {
    const pages: TiffEntry[][] = [];
    for (const [i, level] of series.levels.entries()) {
      pages.push(entriesOf(level, i > 0, series, await copyTiles(level, output)));
    }
    await output.finish(pages);
  } finally {
    await output.close();
  }
}

async function readSeries(sources: readonly ByteSource[]): Promise<WsiSeries> {
  const instances: WsiInstance[] = [];
  const others: OtherObject[] = [];
  for (const source of sources) {
    const found = await readWsiInstance(source);
    if (found.kind === 'other') others.push(found);
    else instances.push(found);
  }
  const present = new Set(instances.map(({ uid }) => uid));
  for (const { header } of others) refuseMissingOfDirectory(header, present);
  if (instances.length === 0) {
    const classes = [...new Set(others.map(({ sopClass }) => sopClass))].slice(0, 5).join(', ');
    throw new SlideError(
      'NOT_A_SLIDE',
      `The DICOM files are not VL Whole Slide Microscopy Images (SOP Class ${classes || 'not stated'}).`,
    );
  }
  return seriesOf(instances);
}

async function copyTiles({ parts }: WsiLevel, output: BigTiffFile): Promise<WrittenBlock[]> {
  const [{ width, height, tileWidth, tileHeight }] = parts;
  const count = Math.ceil(width / tileWidth) * Math.ceil(height / tileHeight);
  const tiles = Array.from({ length: count }, () => ABSENT);
  let before = 0;
  for (const part of parts) {
    const frames = await findFrames(part);
    // Parts state how many frames come before them; older files only follow each other.
    const first = part.concatenation?.framesBefore || before;
    for (const [i, frame] of frames.entries()) {
      const index = part.places === 'rows' ? first + i : part.places[i];
      if (index === undefined || index >= count || tiles[index] !== ABSENT) {
        throw new SlideError('UNREADABLE', `Tile ${i + 1} of ${part.name} has no place in its image, or not its own.`);
      }
      tiles[index] = await output.append(await tileOf(part, frame, i));
    }
    before += part.frames;
  }
  return tiles;
}

async function tileOf(instance: WsiInstance, frame: FrameBytes, index: number): Promise<Uint8Array> {
  const { source, name, coding, photometric } = instance;
  const length = frame.reduce((sum, piece) => sum + piece.length, 0);
  if (length > mostBytes(instance)) {
    throw new SlideError('UNREADABLE', `Tile ${index + 1} of ${name} has ${length} bytes: it is damaged.`);
  }
  const pieces: Buffer[] = [];
  for (const piece of frame) pieces.push(await source.read(piece.at, piece.length));
  const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  if (coding === 'none') return instance.isByPlane ? interleaved(bytes) : bytes;
  if (coding === 'jpeg2000') return bytes;
  try {
    // Without comments and application data, in which anything may be written.
    return jpegOfBlock(bytes, null, photometric === 6);
  } catch {
    throw new SlideError('UNREADABLE', `Tile ${index + 1} of ${name} is not the JPEG that its instance promises.`);
  }
}

function interleaved(planes: Buffer): Buffer {
  const pixels = planes.length / 3;
  const rgb = Buffer.alloc(planes.length);
  for (let i = 0; i < pixels; i++) {
    for (let colour = 0; colour < 3; colour++) rgb[i * 3 + colour] = planes[colour * pixels + i] ?? 0;
  }
  return rgb;
}

function entriesOf(
  { parts: [first] }: WsiLevel,
  isReduced: boolean,
  { levels, associatedImages }: WsiSeries,
  tiles: readonly WrittenBlock[],
): TiffEntry[] {
  const [base] = levels[0].parts;
  const { microns, objectivePower, iccProfile } = base;
  const description = wrappedDescription({ microns, objectivePower, associatedImages });
  const own = first.microns;
  return [
    [254, 4, [isReduced ? 1n : 0n]],
    [256, 4, [BigInt(first.width)]],
    [257, 4, [BigInt(first.height)]],
    [258, 3, [8n, 8n, 8n]], // bits per sample
    [259, 3, [compressionOf[first.coding]]],
    [262, 3, [BigInt(first.photometric)]],
    [270, 2, Buffer.from(`${description}\0`)],
    [277, 3, [3n]], // samples per pixel
    ...(own === null
      ? []
      : ([
          [282, 5, perCentimetre(own.x)],
          [283, 5, perCentimetre(own.y)],
        ] satisfies TiffEntry[])),
    [284, 3, [1n]], // chunky
    ...(own === null ? [] : ([[296, 3, [3n]]] satisfies TiffEntry[])),
    [322, 4, [BigInt(first.tileWidth)]],
    [323, 4, [BigInt(first.tileHeight)]],
    [324, 16, tiles.map(({ offset }) => offset)],
    [325, 16, tiles.map(({ bytes }) => bytes)],
    ...(iccProfile === null ? [] : ([[34_675, 7, iccProfile]] satisfies TiffEntry[])),
  ];
}

/** As a ratio of two numbers of 32 bits. */
function perCentimetre(microns: number): bigint[] {
  const denominator = 10_000;
  const value = Math.round((10_000 / microns) * denominator);
  return value > 0xffff_ffff
    ? [BigInt(Math.min(0xffff_ffff, Math.round(10_000 / microns))), 1n]
    : [BigInt(value), BigInt(denominator)];
}

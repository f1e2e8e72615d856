import { SlideError } from '../../errors.ts';
import { type WsiInstance } from './wsi-instance.ts';

/** An image of a slide: one instance, or the parts into which it was cut, in their order. */
export interface WsiLevel {
  readonly parts: readonly [WsiInstance, ...WsiInstance[]];
}

/** The images of one slide, the full resolution first, and the names of what came beside them. */
export interface WsiSeries {
  readonly levels: readonly [WsiLevel, ...WsiLevel[]];
  readonly associatedImages: readonly string[];
}

/**
 * Puts the instances of a slide together.
 *
 * @throws SlideError UNREADABLE, NOT_A_SLIDE, TRUNCATED, naming the instance that is missing or does not belong here.
 */
export function seriesOf(instances: readonly WsiInstance[]): WsiSeries {
  const volumes = instances.filter(({ kind }) => kind === 'volume');
  const beside = instances.filter(({ kind }) => kind !== 'volume').map(({ kind }) => kind);
  const associatedImages = [...new Set(beside)].sort();
  if (volumes.length === 0) {
    const found = associatedImages.length === 0 ? 'no image' : `nothing but: ${associatedImages.join(', ')}`;
    throw new SlideError(
      'NOT_A_SLIDE',
      `The DICOM files hold ${found}; the instances of the slide itself are missing.`,
    );
  }
  refuseTwoSeries(volumes);
  const groups = Map.groupBy(volumes, ({ width, height }) => `${width} x ${height}`);
  const levels = [...groups.values()].map(levelOf).sort((one, other) => other.parts[0].width - one.parts[0].width);
  const [base, ...smaller] = levels;
  if (!base) throw new Error('no level');
  const [first] = base.parts;
  if (first.isResampled) {
    throw new SlideError(
      'UNREADABLE',
      `The instance of full resolution is missing: the largest image, ${first.name}, is a reduced copy (Image Type RESAMPLED) of ${first.width} x ${first.height} pixels. Send all instances of the series.`,
    );
  }
  for (const { parts } of levels) refuseGaps(parts);
  return { levels: [base, ...smaller], associatedImages };
}

function refuseTwoSeries(volumes: readonly WsiInstance[]): void {
  const [first, ...others] = volumes;
  const other = others.find(({ series }) => series !== first?.series);
  if (!first || !other) return;
  throw new SlideError(
    'UNREADABLE',
    `The DICOM files are of two series: ${first.name} of series ${first.series}, ${other.name} of series ${other.series}. Send one slide at a time.`,
  );
}

function levelOf(instances: readonly WsiInstance[]): WsiLevel {
  const [first, ...others] = [...instances].sort(
    (one, other) => (one.concatenation?.number ?? 0) - (other.concatenation?.number ?? 0),
  );
  if (!first) throw new Error('no instance');
  for (const other of others) {
    if (other.uid === first.uid)
      throw new SlideError('UNREADABLE', `${other.name} is there twice, as ${first.source.name}.`);
    const isPart = first.concatenation !== null && other.concatenation?.uid === first.concatenation.uid;
    if (isPart && isAlike(first, other)) continue;
    const why = isPart ? 'are parts of one image and stored differently' : 'are both images of the same size';
    throw new SlideError('UNREADABLE', `${first.name} and ${other.name} ${why}. Send one slide at a time.`);
  }
  return { parts: [first, ...others] };
}

function isAlike(one: WsiInstance, other: WsiInstance): boolean {
  const isSameTile = one.tileWidth === other.tileWidth && one.tileHeight === other.tileHeight;
  return isSameTile && one.coding === other.coding && one.photometric === other.photometric;
}

/** Every part of a concatenation, and every tile of an image that leaves positions out, must be there. */
function refuseGaps(parts: WsiLevel['parts']): void {
  const [first] = parts;
  if (first.concatenation !== null) {
    const { of } = first.concatenation;
    const numbers = new Set(parts.map(({ concatenation }) => concatenation?.number));
    const count = of ?? Math.max(...parts.map(({ concatenation }) => concatenation?.number ?? 1));
    const missing = Array.from({ length: count }, (_, i) => i + 1).filter((number) => !numbers.has(number));
    if (missing.length > 0) {
      throw new SlideError(
        'TRUNCATED',
        `Part ${missing.slice(0, 20).join(', ')} of ${count} of the image of ${first.width} x ${first.height} pixels is missing (concatenation ${first.concatenation.uid}; ${first.name} is there). Send all instances of the series.`,
      );
    }
  }
  if (parts.some(({ places }) => places !== 'rows')) return;
  const tiles = Math.ceil(first.width / first.tileWidth) * Math.ceil(first.height / first.tileHeight);
  const held = parts.reduce((sum, { frames }) => sum + frames, 0);
  if (held === tiles) return;
  throw new SlideError(
    'TRUNCATED',
    `${first.name} states ${held} tiles; its image of ${first.width} x ${first.height} pixels has ${tiles}.`,
  );
}

import { type TiffDirectory } from '../tiff-header.ts';

/** What the portal keeps of a DICOM slide beside its pixels: nothing that says whose it is. */
export interface WrappedFacts {
  /** Microns per pixel across and down; null if the instances do not state them. */
  readonly microns: { readonly x: number; readonly y: number } | null;
  readonly objectivePower: number | null;
  /** Images that came with the slide and were not kept. */
  readonly associatedImages: readonly string[];
}

/** The beginning of the ImageDescription of a TIFF into which the portal has put the tiles of a DICOM slide. */
const MARK = 'HAIM Portal: tiles of a DICOM whole-slide image, as they were sent|';

const kept: ReadonlySet<string> = new Set(['label', 'macro', 'thumbnail', 'localizer']);

/** The tiles of such a file may be absent: the scanner left these places out. */
export const isWrapped = ({ description }: Pick<TiffDirectory, 'description'>): boolean => description.startsWith(MARK);

export function wrappedDescription({ microns, objectivePower, associatedImages }: WrappedFacts): string {
  const parts = [
    ...(microns === null ? [] : [`MPPX = ${microns.x}`, `MPPY = ${microns.y}`]),
    ...(objectivePower === null ? [] : [`AppMag = ${objectivePower}`]),
    ...associatedImages.map((name) => `Beside = ${name}`),
  ];
  return MARK + parts.join('|');
}

/** @returns null for any other description. */
export function wrappedFacts(description: string): WrappedFacts | null {
  if (!description.startsWith(MARK)) return null;
  const parts = description
    .slice(MARK.length)
    .split('|')
    .map((part) => part.split(' = ', 2));
  const numberOf = (name: string): number | null => {
    const value = Number(parts.find(([key]) => key === name)?.[1] ?? NaN);
    return Number.isFinite(value) ? value : null;
  };
  const [x, y] = [numberOf('MPPX'), numberOf('MPPY')];
  return {
    microns: x === null || y === null ? null : { x, y },
    objectivePower: numberOf('AppMag'),
    associatedImages: parts.flatMap(([key, name = '']) => (key === 'Beside' && kept.has(name) ? [name] : [])),
  };
}

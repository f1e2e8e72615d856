import type { DataSet } from 'dicom-parser';
import { SlideError } from '../../errors.ts';

/** Where the frames of an image are: row by row, or for each frame the index of its tile. */
export type TilePlaces = 'rows' | readonly number[];

interface TiledSize {
  readonly width: number;
  readonly height: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly frames: number;
}

/**
 * The tiles that the frames of an instance are. TILED_FULL leaves positions out: frames follow each other row by row.
 * Otherwise each states its position, counted from one; files from before Dimension Organization Type do likewise.
 *
 * @throws SlideError UNREADABLE for positions that are no tiles of one grid, and for several focal planes or optical
 *   paths, which have more than one picture of a place.
 *
 * Source: DICOM PS3.3, C.7.6.17.3 and C.8.12.6.1.
 */
export function tilePlacesOf(data: DataSet, size: TiledSize, name: string): TilePlaces {
  const planes = data.uint32('x00480303') ?? 1;
  const paths = data.uint32('x00480302') ?? data.elements['x00480105']?.items?.length ?? 1;
  if (planes > 1 || paths > 1) {
    const said = planes > 1 ? `${planes} focal planes` : `${paths} optical paths`;
    throw new SlideError('UNREADABLE', `${name} has ${said}; the portal reads slides of one. Export it with one.`);
  }
  const perFrame = data.elements['x52009230']?.items ?? [];
  const isFull = data.string('x00209311') === 'TILED_FULL';
  if (isFull || perFrame.length === 0) return 'rows';
  if (perFrame.length !== size.frames) {
    throw new SlideError('UNREADABLE', `${name} states ${perFrame.length} positions for ${size.frames} tiles.`);
  }
  const seen = new Set<number>();
  return perFrame.map(({ dataSet }, frame) => {
    const place = dataSet?.elements['x0048021a']?.items?.[0]?.dataSet;
    const left = (place?.int32('x0048021e') ?? NaN) - 1;
    const top = (place?.int32('x0048021f') ?? NaN) - 1;
    const index = tileAt(left, top, size);
    if (index === null || seen.has(index)) {
      const said = `tile ${frame + 1} of ${name} is at column ${left + 1}, row ${top + 1}`;
      const why = index === null ? 'which is not a place of its grid' : 'where another tile is';
      throw new SlideError('UNREADABLE', `The ${said}, ${why}. wsidicomizer writes slides on one grid.`);
    }
    seen.add(index);
    return index;
  });
}

function tileAt(left: number, top: number, { width, height, tileWidth, tileHeight }: TiledSize): number | null {
  const [column, row] = [left / tileWidth, top / tileHeight];
  const isInside = left >= 0 && top >= 0 && left < width && top < height;
  if (!isInside || !Number.isInteger(column) || !Number.isInteger(row)) return null;
  return row * Math.ceil(width / tileWidth) + column;
}

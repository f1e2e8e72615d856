import { type Pyramid, tileUrl } from '../viewer/tile-url.ts';
import { type Region } from './sensitivity-map.ts';

/** One tile of a cut-out, in CSS pixels from the corner of the cut-out. */
export interface CropTile {
  readonly url: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The tiles that show a region of a slide at a width, from the smallest level that is sharp enough.
 *
 * @param region - in level-0 pixels.
 * @param widthPx - of the cut-out on the screen; its height follows.
 */
export function cropTiles(slideId: string, pyramid: Pyramid, region: Region, widthPx: number): CropTile[] {
  const { maxLevel, tileSize, overlap } = pyramid;
  const halvings = Math.max(0, Math.min(maxLevel, Math.floor(Math.log2(region.width / widthPx))));
  const level = maxLevel - halvings;
  const shrunk = 2 ** halvings;
  const size = { width: Math.ceil(pyramid.widthPx / shrunk), height: Math.ceil(pyramid.heightPx / shrunk) };
  // Level pixels to screen.
  const scale = (widthPx / region.width) * shrunk;
  const columns = spans(region.x / shrunk, (region.x + region.width) / shrunk, size.width, tileSize, overlap);
  const rows = spans(region.y / shrunk, (region.y + region.height) / shrunk, size.height, tileSize, overlap);
  return rows.flatMap((row) =>
    columns.map((column) => ({
      url: tileUrl(slideId, tileSize, level, column.index, row.index),
      left: (column.from - region.x / shrunk) * scale,
      top: (row.from - region.y / shrunk) * scale,
      width: (column.to - column.from) * scale,
      height: (row.to - row.from) * scale,
    })),
  );
}

/**
 * The tiles along one side that a stretch touches, with the pixels each of them holds, overlap included. Without overlap a
 * tile is drawn a pixel larger, under the next one, as OpenSeadragon does: no line shows between them.
 */
function spans(from: number, to: number, size: number, tileSize: number, overlap: number) {
  const first = Math.max(0, Math.floor(from / tileSize));
  const last = Math.min(Math.ceil(size / tileSize), Math.ceil(to / tileSize)) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const index = first + i;
    return {
      index,
      from: Math.max(0, index * tileSize - overlap),
      to: Math.min(size, (index + 1) * tileSize + Math.max(1, overlap)),
    };
  });
}

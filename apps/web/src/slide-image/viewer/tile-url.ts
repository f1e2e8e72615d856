/** What the viewer needs to know of an image: its deep-zoom pyramid, whose level `maxLevel` is the full resolution. */
export interface Pyramid {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tileSize: number;
  readonly overlap: number;
  readonly maxLevel: number;
}

/** Names the size of tiles too: tiles that a browser keeps from a version with another size are of other places. */
export function tileUrl(slideId: string, tileSize: number, level: number, column: number, row: number): string {
  return `/slides/${encodeURIComponent(slideId)}/dzi/${level}/${column}_${row}.jpg?px=${tileSize}`;
}

export function thumbnailUrl(slideId: string): string {
  return `/slides/${encodeURIComponent(slideId)}/thumbnail.jpg`;
}

/**
 * The pyramid in OpenSeadragon's terms. No level below the one that fits in a single tile is requested: it would
 * only repeat that tile, smaller.
 */
export function tileSource(slideId: string, { widthPx, heightPx, tileSize, overlap, maxLevel }: Pyramid) {
  const halvings = Math.ceil(Math.log2(Math.max(widthPx, heightPx) / tileSize));
  return {
    width: widthPx,
    height: heightPx,
    tileSize,
    tileOverlap: overlap,
    minLevel: Math.max(0, maxLevel - Math.max(0, halvings)),
    maxLevel,
    getTileUrl: (level: number, column: number, row: number): string => tileUrl(slideId, tileSize, level, column, row),
  };
}

/** Squares of a patch: `perSide` along each side, of `px` pixels. */
export interface Crops {
  readonly perSide: number;
  readonly px: number;
}

/** How many squares the network sees of one patch. */
export function cropsPerPatch(crops: Crops | undefined): number {
  return crops ? crops.perSide ** 2 : 1;
}

/**
 * Cuts the squares out of a patch, evenly from edge to edge, row by row. A single one is the middle.
 *
 * @param rgb - `[side, side, 3]`.
 * @returns each `[px, px, 3]`.
 */
export function cropPixels(rgb: Uint8Array, side: number, { perSide, px }: Crops): Uint8Array[] {
  const room = side - px;
  const starts = Array.from({ length: perSide }, (_, i) =>
    perSide === 1 ? Math.round(room / 2) : Math.round((i * room) / (perSide - 1)),
  );
  return starts.flatMap((top) =>
    starts.map((left) => {
      const crop = new Uint8Array(px * px * 3);
      for (let row = 0; row < px; row++) {
        const from = ((top + row) * side + left) * 3;
        crop.set(rgb.subarray(from, from + px * 3), row * px * 3);
      }
      return crop;
    }),
  );
}

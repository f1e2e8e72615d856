/** Columns of equal length, as the API sends them: level-0 corner of each patch, and why dropped (null: kept). */
export interface PatchColumns {
  readonly sizePx: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly reason: readonly (string | null)[];
}

/** Level-0 pixels to screen: `screen = level0 * scale + offset`. */
export interface ScreenTransform {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PatchRectangle {
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly reason: string | null;
}

/** The patches that touch the screen, in screen pixels. */
export function patchRectangles(patches: PatchColumns, screen: ScreenTransform): PatchRectangle[] {
  const size = patches.sizePx * screen.scale;
  return patches.x.flatMap((x, i) => {
    const left = x * screen.scale + screen.left;
    const top = (patches.y[i] ?? NaN) * screen.scale + screen.top;
    const seen = left < screen.width && top < screen.height && left + size > 0 && top + size > 0;
    return seen ? [{ left, top, size, reason: patches.reason[i] ?? null }] : [];
  });
}

/** How many patches were kept (null) and how many dropped for each reason: kept first, then the most frequent. */
export function patchCounts({ reason }: PatchColumns): { reason: string | null; count: number }[] {
  const counts = new Map<string | null, number>([[null, 0]]);
  for (const one of reason) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .map(([one, count]) => ({ reason: one, count }))
    .sort((a, b) => Number(b.reason === null) - Number(a.reason === null) || b.count - a.count);
}

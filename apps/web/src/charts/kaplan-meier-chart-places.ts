interface Label {
  /** Of its line of text. */
  readonly y: number;
}

const linePx = 15;

/**
 * Names of curves that end close together, each at least a line from the next, and none below `lowest`, where the axis
 * would cross it out, as it would for a curve that reaches 0.
 */
export function namesApart<Item extends Label>(items: readonly Item[], lowest: number): Item[] {
  const placed: Item[] = [];
  for (const item of items.toSorted((a, b) => a.y - b.y)) {
    placed.push({ ...item, y: Math.max(item.y, (placed.at(-1)?.y ?? -Infinity) + linePx) });
  }
  // A name that was moved beyond the axis goes back up, and pushes those above it.
  let ceiling = lowest;
  return placed.toReversed().map((item) => {
    const y = Math.min(item.y, ceiling);
    ceiling = y - linePx;
    return { ...item, y };
  });
}

/** Rows for labels side by side above the axis: a label that would touch its neighbour goes one row higher. */
export function rowsFor(words: readonly { readonly from: number; readonly to: number }[]): number[] {
  const ends: number[] = [];
  return words.map(({ from, to }) => {
    const free = ends.findIndex((end) => end <= from);
    const row = free < 0 ? ends.length : free;
    ends[row] = to;
    return row;
  });
}

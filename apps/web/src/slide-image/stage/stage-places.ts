/** What of a stage is folded and in which order its panels are, as this browser keeps it: on a narrow window apart, where there is less room. */
export interface StagePlaces {
  readonly isDockFolded: boolean;
  readonly isFilmFolded: boolean;
  /** Keys of folded panels. */
  readonly folded: readonly string[];
  /** Keys of panels in the order in which somebody put them; empty until then. */
  readonly order: readonly string[];
}

export const firstPlaces = (isNarrow: boolean): StagePlaces => ({
  isDockFolded: isNarrow,
  isFilmFolded: false,
  folded: [],
  order: [],
});

/** What was kept, or how it is at first: whatever else is stored under the name is of no use. */
export function readPlaces(kept: string | null, isNarrow: boolean): StagePlaces {
  const first = firstPlaces(isNarrow);
  if (kept === null) return first;
  try {
    const { isDockFolded, isFilmFolded, folded, order } = JSON.parse(kept) as Partial<
      Record<keyof StagePlaces, unknown>
    >;
    return {
      isDockFolded: typeof isDockFolded === 'boolean' ? isDockFolded : first.isDockFolded,
      isFilmFolded: typeof isFilmFolded === 'boolean' ? isFilmFolded : first.isFilmFolded,
      folded: keysIn(folded),
      order: keysIn(order),
    };
  } catch {
    return first;
  }
}

const keysIn = (list: unknown): string[] => (Array.isArray(list) ? list.filter((key) => typeof key === 'string') : []);

export function withToggled({ folded, ...rest }: StagePlaces, key: string): StagePlaces {
  const others = folded.filter((one) => one !== key);
  return { ...rest, folded: others.length < folded.length ? others : [...folded, key] };
}

/** As somebody put them; a panel that they never saw follows the one that it follows at first. */
export function inOrder<Panel extends { readonly key: string }>(
  panels: readonly Panel[],
  order: readonly string[],
): Panel[] {
  const placed = panels.filter(({ key }) => order.includes(key));
  placed.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  panels.forEach((panel, i) => {
    if (order.includes(panel.key)) return;
    const before = panels[i - 1];
    placed.splice(before ? placed.indexOf(before) + 1 : 0, 0, panel);
  });
  return placed;
}

/** One place up or down among the panels that are there now; those that are not keep their turn. */
export function withMoved(
  { order, ...rest }: StagePlaces,
  present: readonly string[],
  key: string,
  by: -1 | 1,
): StagePlaces {
  const neighbour = present[present.indexOf(key) + by];
  if (neighbour === undefined) return { ...rest, order };
  const others = [...present, ...order.filter((one) => !present.includes(one))].filter((one) => one !== key);
  const at = others.indexOf(neighbour) + (by === 1 ? 1 : 0);
  return { ...rest, order: others.toSpliced(at, 0, key) };
}

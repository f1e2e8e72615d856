import DataLoader from 'dataloader';
import { type PortalContext } from '../context/portal-context.ts';

type Fetch<Row> = (ctx: PortalContext, keys: readonly string[]) => Promise<readonly Row[]>;

/**
 * Gives each object of an answer its row, all of them fetched in one statement: a list of a hundred slides sends as
 * many statements as one slide. Nothing is remembered beyond that statement, because the context of a subscription
 * lives for hours.
 *
 * @param fetch - the rows of all the keys requested at one moment.
 * @param keyOf - the key that a row belongs to.
 * @returns what finds the row of a key, null where there is none.
 */
export function oneOfEach<Row>(
  fetch: Fetch<Row>,
  keyOf: (row: Row) => string,
): (ctx: PortalContext, key: string) => Promise<Row | null> {
  return perContext(async (ctx, keys) => {
    const rows = new Map((await fetch(ctx, keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
}

/** As `oneOfEach`, for objects that have several rows each, in the order in which they were fetched. */
export function allOfEach<Row>(
  fetch: Fetch<Row>,
  keyOf: (row: Row) => string,
): (ctx: PortalContext, key: string) => Promise<Row[]> {
  return perContext(async (ctx, keys) => {
    const rows = Map.groupBy(await fetch(ctx, keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** A loader belongs to one asker: its rows are those that this asker may see. */
function perContext<Value>(load: (ctx: PortalContext, keys: readonly string[]) => Promise<Value[]>) {
  const loaders = new WeakMap<PortalContext, DataLoader<string, Value>>();
  return (ctx: PortalContext, key: string): Promise<Value> => {
    const loader = loaders.get(ctx) ?? new DataLoader<string, Value>((keys) => load(ctx, keys), { cache: false });
    loaders.set(ctx, loader);
    return loader.load(key);
  };
}

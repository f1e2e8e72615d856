import { portalForBench } from './portal-for-bench.ts';
import { type DrawnSlide, untilDrawn } from './until-drawn.ts';

export interface TileBenchRow {
  readonly name: string;
  /** Requests in flight at once. */
  readonly connections: number;
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A browser sends one server six requests at once. */
const VIEWER_CONNECTIONS = 6;
const WARM_UP = 60;
/** Whichever comes first ends a measurement. */
const MOST_REQUESTS = 2_000;
const MOST_SECONDS = 20;

/** Every tile of a slide's deepest level, where a viewer spends most of its time. */
function tilesOf({ id, file }: DrawnSlide): string[] {
  const columns = Math.ceil(file.widthPx / file.tileSize);
  const rows = Math.ceil(file.heightPx / file.tileSize);
  return Array.from({ length: columns * rows }, (_, i) => {
    return `/slides/${id}/dzi/${file.maxLevel}/${i % columns}_${Math.floor(i / columns)}.jpg`;
  });
}

async function measure(
  name: string,
  connections: number,
  ask: () => Promise<unknown>,
  { warmUp, most } = { warmUp: WARM_UP, most: MOST_REQUESTS },
): Promise<TileBenchRow> {
  await Promise.all(Array.from({ length: warmUp }, ask));
  const times: number[] = [];
  const began = performance.now();
  const isOver = () => times.length >= most || performance.now() - began > MOST_SECONDS * 1_000;
  const loop = async () => {
    while (!isOver()) {
      const asked = performance.now();
      await ask();
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const seconds = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  const [p50Ms, p95Ms] = [quantile(times, 0.5), quantile(times, 0.95)];
  return { name, connections, requests: times.length, perSecond: times.length / seconds, p50Ms, p95Ms };
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;

/** Waiting times for tiles of a running portal, requested over the loopback like any client. */
export async function benchTiles(): Promise<TileBenchRow[]> {
  const portal = await portalForBench();
  try {
    const headers = { 'content-type': 'application/json', cookie: portal.cookie };
    const ask = async <Data>(query: string, variables: object = {}): Promise<Data> => {
      const body = JSON.stringify({ query, variables });
      const answer = await fetch(`${portal.baseUrl}/graphql`, { method: 'POST', headers, body });
      const { data, errors } = (await answer.json()) as { data: Data; errors?: readonly { message: string }[] };
      // A quick refusal is not a quick answer.
      if (!answer.ok || errors) throw new Error(`${answer.status} ${errors?.[0]?.message ?? ''}`);
      return data;
    };
    const rows: TileBenchRow[] = [];
    const tiles = (await untilDrawn(ask)).flatMap(tilesOf);
    let next = 0;
    const tile = async () => {
      const answer = await fetch(`${portal.baseUrl}${tiles[next++ % tiles.length]}`, { headers });
      if (!answer.ok || (await answer.arrayBuffer()).byteLength === 0) throw new Error(`tile: ${answer.status}`);
    };
    // Each place once, then again: tiles are cached once drawn.
    const once = { warmUp: 0, most: tiles.length };
    rows.push(await measure('a tile of the slide viewer, drawn for the first time', 1, tile, once));
    for (const connections of [1, VIEWER_CONNECTIONS]) {
      rows.push(await measure('a tile of the slide viewer, drawn before; aim 15 ms', connections, tile));
    }
    return rows;
  } finally {
    await portal.stop();
  }
}

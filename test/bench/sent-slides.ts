import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deepZoomInfo, deepZoomTile, SlideDecoders, type SlideReader } from '../../packages/ml/src/index.ts';
import { seededRandom } from '../../packages/ml/src/seeded-random.ts';
import { writeLargeDicom } from './large-dicom.ts';
import { writeLargeTiff } from './large-tiff.ts';
import { cpuSeconds } from './process-cpu.ts';

export interface SentSlideBench {
  readonly format: string;
  readonly gigabytes: number;
  readonly gigapixels: number;
  /** Its tiles put into the file that is kept; null for a file that is kept as it is. */
  readonly prepareSeconds: number | null;
  /** Of a process that has just started: slide opened, and the tile that shows all of it. */
  readonly firstTileMs: number;
  /** CPU of it, whatever else the machine did; NaN where it cannot be read. */
  readonly firstTileCpuMs: number;
  /** Of tiles that nobody has asked for before, of every level that the viewer shows. */
  readonly tiles: readonly TileTimes[];
}

export interface TileTimes {
  /** Requests in flight. */
  readonly atOnce: number;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** CPU of a tile; likewise. */
  readonly cpuMs: number;
}

const TILES_OF_LEVEL = 40;

const makers: readonly { format: string; write: (folder: string, megabytes: number) => Promise<string> }[] = [
  {
    format: 'TIFF of tiles of 256, levels of 1, 4 and 16',
    write: (folder, megabytes) => tiff(folder, megabytes, { tilePx: 256, shrinks: [1, 4, 16], isOme: false }),
  },
  {
    format: 'OME-TIFF of tiles of 512, SubIFDs of 1, 2, 4 to 32',
    write: (folder, megabytes) => tiff(folder, megabytes, { tilePx: 512, shrinks: [1, 2, 4, 8, 16, 32], isOme: true }),
  },
  {
    format: 'DICOM of tiles of 512, levels of 1, 4 and 16',
    write: async (folder, megabytes) => {
      await writeLargeDicom(join(folder, 'sent'), megabytes);
      return join(folder, 'sent');
    },
  },
];

async function tiff(folder: string, megabytes: number, layout: Parameters<typeof writeLargeTiff>[2]): Promise<string> {
  const path = join(folder, 'sent.tif');
  await writeLargeTiff(path, megabytes, layout);
  return path;
}

/**
 * Slides of 3 GB, from what is sent to tiles of the viewer.
 *
 * @param only - words of the formats that are wanted; empty for all.
 */
export async function benchSentSlides(only = '', megabytes = 3_000): Promise<SentSlideBench[]> {
  const found: SentSlideBench[] = [];
  for (const { format, write } of makers.filter((maker) => maker.format.includes(only))) {
    const folder = await mkdtemp(join(tmpdir(), 'haim-bench-'));
    try {
      const sent = await write(folder, megabytes);
      const isFolder = (await stat(sent)).isDirectory();
      const kept = isFolder ? join(folder, 'kept.tif') : sent;
      const prepareSeconds = isFolder ? await prepare(sent, folder, kept) : null;
      const gigabytes = (await stat(kept)).size / 1e9;
      found.push({ format, gigabytes, prepareSeconds, ...(await tilesOf(kept)) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return found;
}

async function prepare(sent: string, folder: string, kept: string): Promise<number> {
  const decoders = new SlideDecoders({ processes: 1 });
  const began = performance.now();
  await decoders.prepare(sent, join(folder, 'work'), kept).finally(() => decoders.close());
  return (performance.now() - began) / 1000;
}

async function tilesOf(
  path: string,
): Promise<Pick<SentSlideBench, 'gigapixels' | 'firstTileMs' | 'firstTileCpuMs' | 'tiles'>> {
  const decoders = new SlideDecoders();
  try {
    const cpuBefore = cpuSeconds(process.pid);
    const began = performance.now();
    const slide = await decoders.open(path);
    await deepZoomTile(slide, shownLevels(slide)[0] ?? 0, 0, 0);
    const firstTileMs = performance.now() - began;
    const firstTileCpuMs = (cpuSeconds(process.pid) - cpuBefore) * 1000;
    const tiles: TileTimes[] = [];
    for (const atOnce of [1, 8]) tiles.push(await timesOf(slide, atOnce));
    return { gigapixels: (slide.width * slide.height) / 1e9, firstTileMs, firstTileCpuMs, tiles };
  } finally {
    await decoders.close();
  }
}

/** From the level that fits in a tile, as in the viewer, to the full resolution. */
function shownLevels(slide: SlideReader): number[] {
  const { maxLevel, tileSize, width, height } = deepZoomInfo(slide);
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / tileSize)));
  return Array.from({ length: halvings + 1 }, (_, i) => maxLevel - halvings + i);
}

/** Each tile once: the portal keeps what it has drawn. */
async function timesOf(slide: SlideReader, atOnce: number): Promise<TileTimes> {
  const { maxLevel, tileSize } = deepZoomInfo(slide);
  const random = seededRandom(atOnce);
  const wanted = new Map<string, readonly [level: number, column: number, row: number]>();
  for (const level of shownLevels(slide)) {
    const scale = 2 ** (maxLevel - level);
    const [across, down] = [slide.width, slide.height].map((px) => Math.ceil(px / scale / tileSize));
    for (let i = 0; i < TILES_OF_LEVEL; i++) {
      const column = Math.floor(random.uniform() * (across ?? 1));
      const row = Math.floor(random.uniform() * (down ?? 1));
      wanted.set(`${level} ${column} ${row}`, [level, column, row]);
    }
  }
  const left = [...wanted.values()]
    .map((tile) => ({ tile, place: random.uniform() }))
    .sort((one, other) => one.place - other.place)
    .map(({ tile }) => tile);
  const times: number[] = [];
  const cpuBefore = cpuSeconds(process.pid);
  const viewer = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const asked = performance.now();
      await deepZoomTile(slide, ...next);
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, viewer));
  const cpuMs = ((cpuSeconds(process.pid) - cpuBefore) * 1000) / times.length;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? NaN;
  return { atOnce, count: times.length, p50Ms: at(0.5), p95Ms: at(0.95), cpuMs };
}

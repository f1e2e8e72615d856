import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deepZoomInfo, deepZoomTile, SlideDecoders } from '../../packages/ml/src/index.ts';
import { seededRandom } from '../../packages/ml/src/seeded-random.ts';
import { writeLargeDicom } from './large-dicom.ts';

export interface SentSlideBench {
  readonly gigabytes: number;
  readonly gigapixels: number;
  /** Its tiles put into the file that is kept. */
  readonly prepareSeconds: number;
  /** Of a process that has just started, with the slide opened by it. */
  readonly firstTileMs: number;
  /** Of tiles that nobody has asked for before, one after the other. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const TILES = 300;

/** A DICOM slide of 3 GB, from its instances to tiles of the viewer. */
export async function benchSentSlides(megabytes = 3_000): Promise<SentSlideBench> {
  const folder = await mkdtemp(join(tmpdir(), 'haim-bench-'));
  try {
    const kept = join(folder, 'kept.tif');
    await writeLargeDicom(join(folder, 'sent'), megabytes);
    const preparing = new SlideDecoders({ processes: 1 });
    const began = performance.now();
    await preparing.prepare(join(folder, 'sent'), join(folder, 'work'), kept).finally(() => preparing.close());
    const prepareSeconds = (performance.now() - began) / 1000;
    return { gigabytes: (await stat(kept)).size / 1e9, prepareSeconds, ...(await tilesOf(kept)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tilesOf(path: string): Promise<Pick<SentSlideBench, 'gigapixels' | 'firstTileMs' | 'p50Ms' | 'p95Ms'>> {
  const decoders = new SlideDecoders({ processes: 1 });
  try {
    const began = performance.now();
    const slide = await decoders.open(path);
    const { maxLevel, tileSize } = deepZoomInfo(slide);
    await deepZoomTile(slide, 8, 0, 0);
    const firstTileMs = performance.now() - began;
    const random = seededRandom(3);
    const times: number[] = [];
    for (let i = 0; i < TILES; i++) {
      const level = maxLevel - Math.floor(random.uniform() * 8);
      const scale = 2 ** (maxLevel - level);
      const column = Math.floor((random.uniform() * slide.width) / scale / tileSize);
      const row = Math.floor((random.uniform() * slide.height) / scale / tileSize);
      const asked = performance.now();
      await deepZoomTile(slide, level, column, row);
      times.push(performance.now() - asked);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.floor(times.length * share)] ?? NaN;
    return { gigapixels: (slide.width * slide.height) / 1e9, firstTileMs, p50Ms: at(0.5), p95Ms: at(0.95) };
  } finally {
    await decoders.close();
  }
}

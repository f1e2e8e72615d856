import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawDemoSlide, type ReaderName, SlideDecoders, SlideError } from '../../packages/ml/src/index.ts';

export interface DecodeBench {
  readonly reader: ReaderName;
  readonly processes: number;
  /** Patches of 512 x 512 read, judged and brought to this process. */
  readonly patchesPerSecond: number;
}

const PATCHES = 400;
const PATCH_PX = 512;
const quality = { minTissueFraction: 0, whiteSaturation: 0, blackMean: 0, minLaplacianVariance: 0 };

/** Reads patches of a drawn slide as scoring does, by reader and number of decoder processes, without any network. */
export async function benchDecode(): Promise<DecodeBench[]> {
  const folder = await mkdtemp(join(tmpdir(), 'haim-bench-'));
  try {
    const path = join(folder, 'slide.tif');
    await drawDemoSlide({ path, seed: 1, texture: 'sheet' });
    const found: DecodeBench[] = [];
    for (const reader of ['sharp', 'openslide'] as const) {
      for (let processes = 1; processes <= Math.min(8, availableParallelism()); processes *= 2) {
        const patchesPerSecond = await patchRate(path, reader, processes);
        if (patchesPerSecond !== null) found.push({ reader, processes, patchesPerSecond });
      }
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns null if the reader is not installed. */
async function patchRate(path: string, reader: ReaderName, processes: number): Promise<number | null> {
  const decoders = new SlideDecoders({ processes });
  try {
    const slide = await decoders.open(path, { reader });
    const columns = Math.floor(slide.width / PATCH_PX);
    const rows = Math.floor(slide.height / PATCH_PX);
    const read = async (index: number): Promise<void> => {
      const x = (index % columns) * PATCH_PX;
      const y = (Math.floor(index / columns) % rows) * PATCH_PX;
      const settings = { px: PATCH_PX, inputSize: [PATCH_PX, PATCH_PX] as const, quality };
      await slide.perform?.({ kind: 'patch', x, y, sizePx: PATCH_PX, settings });
    };
    const warmUp = processes * 8;
    await Promise.all(Array.from({ length: warmUp }, (_, index) => read(index)));
    const began = performance.now();
    await Promise.all(Array.from({ length: PATCHES }, (_, index) => read(index)));
    return (PATCHES * 1000) / (performance.now() - began);
  } catch (error) {
    if (error instanceof SlideError && error.code === 'NEEDS_OPENSLIDE') return null;
    throw error;
  } finally {
    await decoders.close();
  }
}

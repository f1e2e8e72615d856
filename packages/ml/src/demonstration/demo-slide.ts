import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import sharp from 'sharp';
import { demoTissue, type DemoTexture } from './demo-tissue.ts';
import { addImageDescription } from '../slides/tiff-description.ts';
import { pyramidOptions } from '../slides/write-pyramid.ts';

export interface DemoSlideOptions {
  /** Where the TIFF goes; replaced if it exists. */
  readonly path: string;
  readonly seed: number;
  readonly texture: DemoTexture;
  /** 4096 by default. */
  readonly widthPx?: number;
  /** 3072 by default. */
  readonly heightPx?: number;
  /** 0.25 by default: a 40x scan. */
  readonly micronsPerPixel?: number;
}

const SOFT_EDGE_PX = 48;

/**
 * Draws a small slide in the colours of haematoxylin and eosin and saves it as a pyramidal TIFF. It has empty glass, torn
 * edges and one scan field out of focus, so that every quality rule applies somewhere. The same options give the same
 * bytes. Its ImageDescription says that it is synthetic.
 */
export async function drawDemoSlide(options: DemoSlideOptions): Promise<void> {
  const { path, seed, texture, widthPx = 4096, heightPx = 3072, micronsPerPixel = 0.25 } = options;
  const rgb = await paint({ seed, texture, widthPx, heightPx, micronsPerPixel });
  await blurField(rgb, widthPx, heightPx);
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .tiff(pyramidOptions(micronsPerPixel, widthPx * heightPx))
      .toFile(temporary);
    const drawn = `seed ${seed}, ${texture}, ${micronsPerPixel} microns per pixel`;
    await addImageDescription(temporary, `SYNTHETIC slide drawn by HAIM Portal: no patient, no tissue (${drawn}).`);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function paint(tissue: Parameters<typeof demoTissue>[0]): Promise<Uint8ClampedArray> {
  const { widthPx, heightPx } = tissue;
  const painter = demoTissue(tissue);
  const rgb = new Uint8ClampedArray(widthPx * heightPx * 3);
  const colour: [number, number, number] = [0, 0, 0];
  for (let y = 0, at = 0; y < heightPx; y++) {
    if (y % 16 === 15) await setImmediate();
    for (let x = 0; x < widthPx; x++, at += 3) {
      painter(x, y, colour);
      rgb[at] = colour[0];
      rgb[at + 1] = colour[1];
      rgb[at + 2] = colour[2];
    }
  }
  return rgb;
}

/** Blurs one rectangle with a soft edge, as if the scanner had lost focus. */
async function blurField(rgb: Uint8ClampedArray, widthPx: number, heightPx: number): Promise<void> {
  const left = Math.round(0.25 * widthPx);
  const top = Math.round(0.66 * heightPx);
  const width = Math.round(0.27 * widthPx);
  const height = heightPx - top;
  const blurred = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract({ left, top, width, height })
    .blur(5)
    .raw()
    .toBuffer();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = Math.min(1, Math.min(x, width - 1 - x, y) / SOFT_EDGE_PX);
      const from = (y * width + x) * 3;
      const to = ((top + y) * widthPx + left + x) * 3;
      for (let c = 0; c < 3; c++) {
        const sharpValue = rgb[to + c] ?? 0;
        rgb[to + c] = sharpValue + share * ((blurred[from + c] ?? 0) - sharpValue);
      }
    }
  }
}

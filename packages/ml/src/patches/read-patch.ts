import type { ImageInput, Manifest } from '../models/manifest.ts';
import { type DropReason, patchQuality, type PatchQuality, qualityFault } from '../pixels/quality.ts';
import { cropPixels, cropsPerPatch } from './crop-pixels.ts';
import { readScaled, resizeRgb } from '../slides/scaled-region.ts';
import { type PatchSettings, type SlideReader } from '../slides/slide-reader.ts';

/**
 * A patch read from the slide. `rgb` is `[crops, height, width, 3]` at the graph's input size, of one crop unless the
 * manifest names more; empty for a dropped patch.
 */
export interface ReadPatch {
  readonly rgb: Uint8Array;
  readonly quality: PatchQuality;
  readonly reason: DropReason | null;
}

/**
 * Reads one patch and judges it. Sharpness is measured on pixels that the scanner made: a coarser slide is judged before
 * it is enlarged, a finer one after it is reduced to the model's scale.
 *
 * @param sizePx - side in level-0 pixels, at `x`, `y`.
 * @throws SlideError when the pixels cannot be decoded; the signal's reason when aborted.
 */
export async function readPatch(
  reader: SlideReader,
  { x, y }: { readonly x: number; readonly y: number },
  sizePx: number,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<ReadPatch> {
  const { patch, quality, graphs } = manifest;
  const settings = { px: patch.px, inputSize: graphs.features.input.size, crops: patch.crops, quality };
  if (!reader.perform) return readPatchHere(reader, { x, y }, sizePx, settings, signal);
  const { bytes, judgement } = await reader.perform({ kind: 'patch', x, y, sizePx, settings }, signal);
  if (!judgement) throw new Error('The decoder returned no judgement of a patch.');
  return { rgb: bytes, ...judgement };
}

/** The same, in this process. */
export async function readPatchHere(
  reader: SlideReader,
  { x, y }: { readonly x: number; readonly y: number },
  sizePx: number,
  { px, inputSize, crops, quality: settings }: PatchSettings,
  signal?: AbortSignal,
): Promise<ReadPatch> {
  const side = Math.min(sizePx, px);
  const scanned = await readScaled(reader, { x, y, width: sizePx, height: sizePx }, side, side, signal);
  const quality = patchQuality(scanned, side, side);
  const reason = qualityFault(quality, settings);
  if (reason !== null) return { rgb: new Uint8Array(), quality, reason };
  const [height, width] = inputSize;
  // Via the patch's own size, like a pipeline that cuts patches first and resizes them for the network.
  const patch = await resizeRgb(scanned, side, side, px, px);
  if (!crops) return { rgb: await resizeRgb(patch, px, px, width, height), quality, reason };
  const rgb = new Uint8Array(cropsPerPatch(crops) * height * width * 3);
  for (const [index, crop] of cropPixels(patch, px, crops).entries()) {
    rgb.set(await resizeRgb(crop, crops.px, crops.px, width, height), index * height * width * 3);
  }
  return { rgb, quality, reason };
}

/**
 * Writes one crop into a batch, in the layout, channel order and normalisation of the graph's input.
 *
 * @param rgb - `[height, width, 3]`.
 * @param batch - uint8 or float32, `[n, height, width, 3]` or `[n, 3, height, width]`.
 * @param index - of the crop in the batch.
 */
export function placeInBatch(
  rgb: Uint8Array,
  batch: Uint8Array | Float32Array,
  index: number,
  input: ImageInput,
): void {
  const start = index * rgb.length;
  const isPlain = input.dtype === 'uint8' && input.layout === 'NHWC' && input.channelOrder === 'RGB';
  if (isPlain) return void batch.set(rgb, start);
  const pixels = rgb.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const source = input.channelOrder === 'RGB' ? channel : 2 - channel;
    const mean = input.mean?.[channel] ?? 0;
    const std = input.std?.[channel] ?? 1;
    for (let i = 0; i < pixels; i++) {
      const byte = rgb[i * 3 + source] ?? 0;
      const at = input.layout === 'NHWC' ? i * 3 + channel : channel * pixels + i;
      batch[start + at] = input.dtype === 'uint8' ? byte : (byte / 255 - mean) / std;
    }
  }
}

import type { Manifest } from '../models/manifest.ts';

export type QualitySettings = Manifest['quality'];

/** Why a patch was left out. */
export type DropReason = 'background' | 'white' | 'black' | 'blurred' | 'outsideRoi';

export interface PatchQuality {
  /** Mean HSV saturation, 0 to 255. */
  readonly meanSaturation: number;
  /** Mean of R, G and B together, 0 to 255. */
  readonly meanRgb: number;
  /** Variance of the Laplacian of the grey image: small if nothing is sharp. */
  readonly laplacianVariance: number;
}

/**
 * Measures one patch in a single pass.
 *
 * @param rgb - `[height, width, 3]`; at least 3 x 3 pixels.
 *
 * Source: saturation and mean as in CLAM's isWhitePatch and isBlackPatch; Laplacian kernel 0 1 0, 1 -4 1, 0 1 0 over
 * the inner pixels of 0.299 R + 0.587 G + 0.114 B (Pech-Pacheco et al. 2000).
 */
export function patchQuality(rgb: Uint8Array, width: number, height: number): PatchQuality {
  const pixels = width * height;
  const grey = new Float32Array(pixels);
  let saturationSum = 0;
  let sum = 0;
  for (let i = 0, j = 0; i < pixels; i++, j += 3) {
    const r = rgb[j] ?? 0;
    const g = rgb[j + 1] ?? 0;
    const b = rgb[j + 2] ?? 0;
    const max = r > g ? (r > b ? r : b) : g > b ? g : b;
    const min = r < g ? (r < b ? r : b) : g < b ? g : b;
    if (max > 0) saturationSum += (255 * (max - min)) / max;
    sum += r + g + b;
    grey[i] = 0.299 * r + 0.587 * g + 0.114 * b;
  }
  return {
    meanSaturation: saturationSum / pixels,
    meanRgb: sum / (3 * pixels),
    laplacianVariance: laplacianVariance(grey, width, height),
  };
}

function laplacianVariance(grey: Float32Array, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let k = y * width + 1, end = (y + 1) * width - 1; k < end; k++) {
      const value =
        (grey[k - 1] ?? 0) + (grey[k + 1] ?? 0) + (grey[k - width] ?? 0) + (grey[k + width] ?? 0) - 4 * (grey[k] ?? 0);
      sum += value;
      squares += value * value;
    }
  }
  const count = (width - 2) * (height - 2);
  return squares / count - (sum / count) ** 2;
}

/**
 * @returns why the patch is left out, or null if it is kept. White and black come before blurred, since both are
 *   also smooth.
 */
export function qualityFault(quality: PatchQuality, settings: QualitySettings): DropReason | null {
  if (quality.meanSaturation < settings.whiteSaturation) return 'white';
  if (quality.meanRgb < settings.blackMean) return 'black';
  return quality.laplacianVariance < settings.minLaplacianVariance ? 'blurred' : null;
}

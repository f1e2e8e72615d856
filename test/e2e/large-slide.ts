import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';

export interface LargeSlide {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A pyramidal TIFF of about that size that any reader opens: noise, which nothing on the way can compress. */
export async function writeLargeSlide(path: string, megabytes: number): Promise<LargeSlide> {
  // Three bytes a pixel, and a third more for the smaller levels.
  const side = Math.round(Math.sqrt((megabytes * 1e6) / 4));
  const noise = { type: 'gaussian' as const, mean: 170, sigma: 25 };
  await sharp({ create: { width: side, height: side, channels: 3, background: 'white', noise } })
    .tiff({ tile: true, tileWidth: 256, tileHeight: 256, pyramid: true, compression: 'none', bigtiff: true })
    .toFile(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { path, bytes: statSync(path).size, sha256: hash.digest('hex') };
}

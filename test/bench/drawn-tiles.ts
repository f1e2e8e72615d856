import sharp from 'sharp';

const KINDS = 16;

/** A few pictures of about as many bytes as tissue takes, as JPEG with colours of half the resolution. */
export function drawnTiles(sidePx: number): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: KINDS }, (_, i) => tile(sidePx, i)));
}

async function tile(sidePx: number, seed: number): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 140 + seed * 4, sigma: 18 };
  const background = { r: 200, g: 120 + seed, b: 180 };
  const jpeg = await sharp({ create: { width: sidePx, height: sidePx, channels: 3, background, noise } })
    .jpeg({ quality: 80 })
    .toBuffer();
  // Values of DICOM have an even length.
  return jpeg.length % 2 === 0 ? jpeg : Buffer.concat([jpeg, Buffer.alloc(1)]);
}

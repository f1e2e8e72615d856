import sharp from 'sharp';

const JPEG_QUALITY = 82;

/** @param rgb - `[height, width, 3]`. */
export function encodeJpeg(rgb: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

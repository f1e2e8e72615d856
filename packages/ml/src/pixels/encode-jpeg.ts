import sharp from 'sharp';

const JPEG_QUALITY = 82;

export interface EncodeOptions {
  /** The part that is wanted, in pixels; all by default. */
  readonly part?: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** Size of the picture; that of the part by default. */
  readonly to?: { readonly width: number; readonly height: number };
}

/**
 * Resizes as `resizeRgb` does, and encodes the result at once.
 *
 * @param rgb - `[height, width, 3]`.
 */
export function encodeJpeg(
  rgb: Uint8Array,
  width: number,
  height: number,
  { part = { left: 0, top: 0, width, height }, to = part }: EncodeOptions = {},
): Promise<Buffer> {
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  if (part.width !== width || part.height !== height) image.extract(part);
  if (to.width !== part.width || to.height !== part.height) {
    image.resize(to.width, to.height, { fit: 'fill', kernel: 'cubic' });
  }
  // Huffman tables of its own make a tile 8 % smaller and take longer than all the rest of encoding it.
  return image.jpeg({ quality: JPEG_QUALITY, optimiseCoding: false }).toBuffer();
}

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { tiffOf, type TiffPicture } from './tiff.ts';

/** Flat areas, fine lines and noise, so that the table of the compression fills and is begun anew. */
function picture(width: number, height: number): TiffPicture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  let seed = 7;
  for (let dot = 0; dot < width * height; dot += 1) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const noise = dot % width < width / 3 ? seed >> 16 : dot % 7 === 0 ? 0 : 255;
    rgba.set([noise, noise >> 1, 255 - (noise % 256), 255], dot * 4);
  }
  return { width, height, rgba, dpi: 600, isGrey: false, description: '总生存. n = 378', software: 'HAIM Portal' };
}

const bytesOf = async (made: TiffPicture) => Buffer.from(await (await tiffOf(made)).arrayBuffer());

describe('tiffOf', () => {
  it('has the dots, density and compression that libtiff reads', async () => {
    // More than one strip of a megabyte.
    const made = picture(700, 600);
    const tiff = await bytesOf(made);
    expect(tiff.subarray(0, 4).toString('latin1')).toBe('II*\0');
    const { format, width, height, channels, density, resolutionUnit } = await sharp(tiff).metadata();
    expect({ format, width, height, channels, density, resolutionUnit }).toEqual({
      format: 'tiff',
      width: 700,
      height: 600,
      channels: 3,
      density: 600,
      resolutionUnit: 'inch',
    });
    const read = await sharp(tiff).raw().toBuffer();
    const given = Buffer.from(made.rgba.filter((_, at) => at % 4 !== 3));
    expect(read.equals(given)).toBe(true);
    expect(tiff.length).toBeLessThan(given.length);
  });

  it('has one value a dot in grey, and any size', async () => {
    for (const [width, height] of [
      [1, 1],
      [3, 5],
      [255, 256],
    ] as const) {
      const made = { ...picture(width, height), isGrey: true };
      const tiff = await bytesOf(made);
      expect((await sharp(tiff).metadata()).channels, `${width} × ${height}`).toBe(1);
      const read = await sharp(tiff).toColourspace('b-w').raw().toBuffer();
      expect(read.equals(Buffer.from(made.rgba.filter((_, at) => at % 4 === 0)))).toBe(true);
    }
  });
});

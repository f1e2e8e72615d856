import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withPngFacts } from './png-facts.ts';

it('writes density and texts into a PNG that other readers read', async () => {
  const dots = await sharp({ create: { width: 5, height: 3, channels: 3, background: '#0072b2' } })
    .png()
    .toBuffer();
  expect((await sharp(dots).metadata()).density).toBeUndefined();
  const texts = { Title: '总生存', Description: 'n = 378', Software: 'HAIM Portal' };
  const png = withPngFacts(new Uint8Array(dots), { dpi: 600, texts });
  const { format, width, height, density, comments } = await sharp(png).metadata();
  expect({ format, width, height, density }).toEqual({ format: 'png', width: 5, height: 3, density: 600 });
  expect(comments?.map(({ keyword, text }) => [keyword.split('-').at(-1), text])).toEqual(
    expect.arrayContaining(Object.entries(texts)),
  );
  expect(await sharp(png).raw().toBuffer()).toEqual(await sharp(dots).raw().toBuffer());
});

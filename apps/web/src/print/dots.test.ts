import { JSDOM } from 'jsdom';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DrawnFigure } from '@/charts/use-figure-drawing.tsx';
import { pictureInDots } from './dots.ts';

beforeAll(() => vi.stubGlobal('XMLSerializer', new JSDOM('').window.XMLSerializer));
afterAll(() => vi.unstubAllGlobals());

const drawnWith = (words: string): DrawnFigure => {
  const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><rect width="10" height="10" x="290" fill="#c00"/>
    <text x="4" y="40" font-size="30" font-family="Arimo, 'Noto Sans SC Variable', sans-serif">${words}</text></svg>`;
  const { window } = new JSDOM(source, { contentType: 'image/svg+xml' });
  const svg = window.document.documentElement as unknown as SVGSVGElement;
  const text = { title: '总生存', caption: ['By arm.'], provenance: ['HAIC-DEMO'], synthetic: null };
  return { svg, text, language: 'zh' } as unknown as DrawnFigure;
};
const inkOf = async (picture: Uint8Array) => {
  const { data } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.reduce((sum, value) => sum + Number(value < 128), 0);
};

describe('a picture in dots', () => {
  it('has the printed width at its density, white ground and its colours, as PNG and as TIFF', async () => {
    for (const [kind, dpi, widthMm] of [['png', 300, 85], ['png', 600, 114], ['tif', 600, 180]] as const) {
      const picture = await pictureInDots(drawnWith('HAIC'), { widthMm, dpi, kind });
      const { format, width, height, density, resolutionUnit } = await sharp(picture).metadata();
      expect({ format, width, density }).toEqual({
        format: kind === 'tif' ? 'tiff' : 'png',
        width: Math.round((widthMm / 25.4) * dpi),
        density: dpi,
      });
      expect(height).toBe(Math.round((width * 60) / 300));
      if (kind === 'tif') expect(resolutionUnit).toBe('inch');
      const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
      const dot = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
      expect(dot(0, height - 1)).toEqual([255, 255, 255]);
      expect(dot(width - 4, 4)).toEqual([204, 0, 0]);
    }
  }); // prettier-ignore

  it('has letters of the fonts of print: each its own, Chinese and signs too', async () => {
    const pictures = [];
    for (const words of ['总', '生', '≥', 'α', '→', 'A']) {
      pictures.push(await pictureInDots(drawnWith(words), { widthMm: 85, dpi: 300, kind: 'png' }));
    }
    const ink = await Promise.all(pictures.map(inkOf));
    const none = await inkOf(await pictureInDots(drawnWith(''), { widthMm: 85, dpi: 300, kind: 'png' }));
    for (const one of ink) expect(one).toBeGreaterThan(none + 100);
    // A letter that no font has is a box, the same for all of them.
    expect(new Set(ink).size).toBe(ink.length);
  });

  it('says what it is', async () => {
    const png = await pictureInDots(drawnWith('A'), { widthMm: 85, dpi: 300, kind: 'png' });
    const written = Buffer.from(png).toString('utf8');
    expect(written.match(/pHYs/g)?.length).toBe(1);
    expect(written).toContain('Title');
    expect(written).toContain('总生存');
    expect(written).toContain('By arm. HAIC-DEMO');
  });
});

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { PdfTag } from './pdf-tags.ts';
import { readPdf } from './read-pdf.fixture.ts';
import { type LoadFace, pdfOf, pdfOfPages } from './figure-pdf.ts';
import { MissingLetters } from './missing-letters.ts';
import { slicesOfPrint } from './print-slices.ts';

const { resolve } = createRequire(import.meta.url);
const loaded: string[] = [];

const loadFace: LoadFace = async (face, weight) => {
  loaded.push(`${face} ${weight}`);
  return new Uint8Array(await readFile(resolve(`${slicesOfPrint[face]}-${weight}-normal.woff`)));
};

const facts = { widthMm: 180, title: '总生存 by arm', description: 'n = 378', software: 'HAIM Portal', language: 'en' };

async function fileOf(inside: string): Promise<Uint8Array> {
  const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 785 471">${inside}</svg>`;
  const { window } = new JSDOM(source, { contentType: 'image/svg+xml' });
  const svg = window.document.documentElement as unknown as SVGSVGElement;
  const before = svg.outerHTML;
  const pdf = await pdfOf(svg, loadFace, facts);
  expect(svg.outerHTML).toBe(before);
  return pdf;
}

describe('pdfOf', () => {
  it('is one page of the printed width with its text, in embedded fonts', async () => {
    loaded.length = 0;
    const bytes = await fileOf(
      '<text x="20" y="40" font-size="15" font-weight="700">Overall survival</text>' +
        '<text x="20" y="80" font-size="12">HR 0.38 (95 % CI 0.25–0.58), p &lt; 0.001</text>',
    );
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    const { pages, size, text, fonts, info } = await readPdf(bytes);
    // 180 mm are 510.24 pt; 471/785 of it 306.1.
    expect({ pages, size: size.map((pt) => Number(pt.toFixed(1))) }).toEqual({ pages: 1, size: [510.2, 306.1] });
    expect(text).toContain('Overall survival');
    expect(text).toContain('HR 0.38 (95 % CI 0.25–0.58), p < 0.001');
    expect(fonts.toSorted((a, b) => a.font.localeCompare(b.font))).toEqual([
      { font: 'Arimo-Bold', isEmbedded: true },
      { font: 'Arimo-Regular', isEmbedded: true },
    ]);
    expect(info).toMatchObject({ Title: '总生存 by arm', Subject: 'n = 378', Creator: 'HAIM Portal', Language: 'en' });
    // A figure in English loads no Chinese font.
    expect(loaded).toEqual(['latin 400', 'latin 700']);
  });

  it('sets Chinese in its own font, beside Latin letters on the same line', async () => {
    const bytes = await fileOf(
      '<text x="20" y="40" font-weight="bold">总生存（OS）</text><text x="20" y="60">≥ 50 mm，p = 0.02；β</text>',
    );
    const { text, fonts } = await readPdf(bytes);
    expect(text).toContain('总生存（OS）');
    expect(text).toContain('≥ 50 mm，p = 0.02；β');
    expect(fonts.map(({ font }) => font)).toEqual(
      expect.arrayContaining(['NotoSansSC-Regular', 'NotoSansSC-Bold', 'Arimo-Regular']),
    );
    expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
    // Two weights of a few letters each, not two whole fonts of a megabyte and a half.
    expect(bytes.length).toBeLessThan(100_000);
  });

  it('draws the halo of a label below it, and has its letters once', async () => {
    const halo = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"';
    const label = `<text x="20" y="60" font-size="40" font-weight="700" fill="#000000"`;
    const [plain, haloed] = [
      await readPdf(await fileOf(`${label}>HTI 25.0</text>`)),
      await readPdf(await fileOf(`${label} ${halo}>HTI <tspan dy="0">25.0</tspan></text>`)),
    ];
    expect(haloed.text).toBe('HTI 25.0');
    expect(haloed.fonts).toEqual(plain.fonts);
  });

  it('refuses letters that no font has, and names them', async () => {
    await expect(fileOf('<text x="20" y="40">HTI 🧪</text>')).rejects.toThrow(MissingLetters);
    await expect(fileOf('<text x="20" y="40">HTI 🧪</text>')).rejects.toThrow('🧪');
  });
});

describe('pdfOfPages', () => {
  const drawn = (inside: string) => {
    const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 916 1295">${inside}</svg>`;
    return new JSDOM(source, { contentType: 'image/svg+xml' }).window.document
      .documentElement as unknown as SVGSVGElement;
  };

  it('sets drawings as pages of one document whose links lead to places, with each font once', async () => {
    const root = new PdfTag('Document');
    const [link, figure] = [root.add('Link'), root.add('Figure', { alt: 'Fewer events to the left.' })];
    const bytes = await pdfOfPages(
      [
        {
          drawing: drawn(
            `<text x="20" y="40" font-size="14" data-tag="${link.id}">Contents</text><text x="20" y="90" font-size="14">Page 1</text>`,
          ),
          links: [{ x: 20, y: 30, width: 200, height: 20, to: 'second', tag: link }],
        },
        {
          drawing: drawn(
            `<text x="20" y="400" font-size="14" data-tag="${figure.id}">Second part, ← fewer events</text>`,
          ),
          places: [{ id: 'second', title: 'Second part', y: 380 }],
        },
      ],
      root,
      loadFace,
      { ...facts, widthMm: 210 },
    );
    const { pages, texts, fonts, links, outline, parts, isTagged } = await readPdf(bytes);
    expect(isTagged).toBe(true);
    // What belongs to no part, as a page number, is not read out.
    expect(parts).toEqual(['Link: Contents', 'Figure: Fewer events to the left.']);
    expect(pages).toBe(2);
    expect(texts[1]).toBe('Second part, ← fewer events');
    expect(fonts.filter(({ font }) => font.startsWith('Arimo'))).toEqual([{ font: 'Arimo-Regular', isEmbedded: true }]);
    expect(outline).toEqual(['Second part']);
    // 380 of 1295 px from the top of a page of A4 (595.3 / 916 × 1295 = 841.6 pt): (1 − 380/1295) × 841.6 = 594.6.
    expect(links).toEqual([{ from: 1, to: 2, y: expect.closeTo(594.6, 0) }]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PrintFace } from '@/charts/figure-pdf.ts';
import { sizeInDots, sizeOf } from '@/charts/figure-size.ts';
import { descriptionOf } from '@/charts/figure-svg.ts';
import { withPngFacts } from '@/charts/png-facts.ts';
import { slicesOfPrint } from '@/charts/print-slices.ts';
import { tiffOf } from '@/charts/tiff.ts';
import { type DrawnFigure } from '@/charts/use-figure-drawing.tsx';
import { trueTypeOf } from '@/charts/woff.ts';
import { loadPrintFile } from './print-fonts.ts';

const software = 'HAIM Portal';
/** The family of the pages is a variable font; the files of print are the same letters in two weights. */
const sameFamilies = { 'Noto Sans SC Variable': 'Noto Sans SC' } as const;

let offered: Promise<void> | null = null;

/**
 * A drawn figure in dots, as the browser makes it: white ground, density, title and description inside.
 *
 * librsvg knows no font inside of an svg. It is offered the files of print, and no other font, so that the picture is the
 * same on every machine.
 */
export async function pictureInDots(
  { svg, text }: DrawnFigure,
  { widthMm, dpi, kind }: { readonly widthMm: number; readonly dpi: number; readonly kind: 'png' | 'tif' },
): Promise<Uint8Array> {
  offered ??= offerFonts();
  await offered;
  // Loaded once the fonts are there: it looks for them when it is first asked for a letter.
  const { default: sharp } = await import('sharp');
  const size = sizeInDots(sizeOf(svg), widthMm, dpi);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('width', String(size.width));
  copy.setAttribute('height', String(size.height));
  copy.setAttribute('preserveAspectRatio', 'none');
  const drawn = Buffer.from(new XMLSerializer().serializeToString(copy));
  const dots = await sharp(drawn, { unlimited: true })
    .flatten({ background: '#ffffff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { info, data } = dots;
  if (info.width !== size.width || info.height !== size.height) {
    throw new Error(`A picture of ${size.width} x ${size.height} dots came out as ${info.width} x ${info.height}.`);
  }
  const description = descriptionOf(text);
  if (kind === 'tif') {
    const rgba = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
    const tiff = await tiffOf({
      ...size,
      rgba,
      dpi,
      isGrey: false,
      description: `${text.title}. ${description}`,
      software,
    });
    return new Uint8Array(await tiff.arrayBuffer());
  }
  const raw = { width: size.width, height: size.height, channels: 4 } as const;
  const png = await sharp(data, { raw }).removeAlpha().png({ compressionLevel: 9 }).toBuffer();
  const texts = { Title: text.title, Description: description, Software: software };
  return withPngFacts(withoutDensity(png), { dpi, texts });
}

/** The density that the encoder writes is of nobody's paper. */
function withoutDensity(png: Uint8Array): Uint8Array {
  const at = Buffer.from(png.buffer, png.byteOffset, png.byteLength).indexOf('pHYs', 8, 'latin1');
  // Length, name, nine bytes, checksum.
  return at < 0 ? png : Buffer.concat([png.subarray(0, at - 4), png.subarray(at + 4 + 9 + 4)]);
}

async function offerFonts(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-fonts-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const face of Object.keys(slicesOfPrint) as PrintFace[]) {
    for (const weight of [400, 700] as const) {
      const file = await trueTypeOf(await loadPrintFile(face, weight));
      writeFileSync(join(folder, `${face}-${weight}.ttf`), file);
    }
  }
  const same = Object.entries(sameFamilies).map(
    ([name, other]) =>
      `<match target="pattern"><test name="family"><string>${name}</string></test>` +
      `<edit name="family" mode="assign" binding="strong"><string>${other}</string></edit></match>`,
  );
  const conf = join(folder, 'fonts.conf');
  writeFileSync(
    conf,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir>${same.join('')}</fontconfig>`,
  );
  process.env['FONTCONFIG_FILE'] = conf;
}

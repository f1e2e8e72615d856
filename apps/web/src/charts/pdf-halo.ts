import { type Font, type PathCommand } from 'fontkit';
import { roundTo } from '@/numbers/round.ts';

/** A font in a document of pdfkit; letters are numbered anew in the part of it that is embedded. */
interface EmbeddedFont {
  readonly id: string;
  readonly font: Font;
  /** The number in the font by the number in its embedded part. */
  readonly subset: { readonly glyphs: readonly number[] };
}

interface Writer {
  addContent: (line: string) => Writer;
  readonly _fontFamilies: Readonly<Record<string, EmbeddedFont>>;
}

/**
 * From here on a text that is only stroked, which is a halo, is written into the document as outlines: as text it would
 * be found, read out and copied a second time. svg-to-pdfkit writes a text as BT, font and size, mode (1: only
 * stroked), then for each letter its matrix and its number, then ET.
 */
export function haloAsOutlines(page: PDFKit.PDFDocument): void {
  const writer = page as unknown as Writer;
  const write = writer.addContent.bind(writer);
  let held: string[] = [];
  let font: EmbeddedFont | undefined;
  let scale = 0;
  let matrix: readonly number[] = [];
  let isHalo = false;

  writer.addContent = (line) => {
    const [, id, size] = /^\/(\S+) (\S+) Tf$/.exec(line) ?? [];
    if (line === 'BT') held = [line];
    else if (id !== undefined && held.length === 1) {
      held.push(line);
      font = Object.values(writer._fontFamilies).find((one) => one.id === id);
      scale = font ? Number(size) / font.font.unitsPerEm : 0;
    } else if (held.length > 0) {
      isHalo = line === '1 Tr' && font !== undefined;
      if (!isHalo) for (const one of [...held, line]) write(one);
      held = [];
    } else if (!isHalo) write(line);
    else if (line.endsWith(' Tm')) matrix = line.split(' ').slice(0, 6).map(Number);
    else if (line.endsWith(' Tj')) write(outlineOf(glyphOf(line), scale, matrix));
    else {
      isHalo = false;
      write(line === 'ET' ? 'S' : line);
    }
    return writer;
  };

  /** `<001f> Tj` */
  function glyphOf(line: string): readonly PathCommand[] {
    const number = font?.subset.glyphs[Number.parseInt(line.slice(1), 16)];
    return number === undefined ? [] : (font?.font.getGlyph(number).path.commands ?? []);
  }
}

/** Operators of PDF that draw an outline, in font units, through the matrix of a text. */
function outlineOf(commands: readonly PathCommand[], scale: number, matrix: readonly number[]): string {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
  const placed = (x: number, y: number): [number, number] => [(a * x + c * y) * scale + e, (b * x + d * y) * scale + f];
  let from: [number, number] = [0, 0];
  const lines = commands.map(({ command, args }) => {
    const points = Array.from({ length: args.length / 2 }, (_, i) => placed(args[2 * i] ?? 0, args[2 * i + 1] ?? 0));
    const start = from;
    from = points.at(-1) ?? from;
    if (command === 'closePath') return 'h';
    if (command === 'moveTo') return `${written(points)} m`;
    if (command === 'lineTo') return `${written(points)} l`;
    // PDF knows curves of the third degree alone.
    return `${written(command === 'quadraticCurveTo' ? cubic(start, points) : points)} c`;
  });
  return lines.join('\n');
}

function cubic(start: [number, number], [by = start, end = start]: readonly [number, number][]): [number, number][] {
  const toward = ([x, y]: [number, number]): [number, number] => [x + (2 / 3) * (by[0] - x), y + (2 / 3) * (by[1] - y)];
  return [toward(start), toward(end), end];
}

const written = (points: readonly [number, number][]): string =>
  points
    .flat()
    .map((value) => roundTo(value, 3))
    .join(' ');

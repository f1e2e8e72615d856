import { wrapWords } from '@/charts/figure-svg.ts';
import { type PrintedTable, textOf } from '@/tables/printed-table.tsx';
import { type PdfTag } from '@/charts/pdf-tags.ts';
import { textWidth } from './document.ts';
import { type Drawing, spaced } from './drawing.ts';

/** Sizes in pixels of a drawing; text that belongs to the row above is moved in by `indent`. */
const between = 10;
const indent = 12;
const rowPadding = 5;
const usualFont = 11;
/** Smaller letters cannot be read in print. */
const leastFont = 8.5;

interface Line {
  readonly cells: readonly (readonly string[])[];
  readonly heightPx: number;
  readonly isIndented: boolean;
}

/** A table set in a width: where its columns are, and the lines of text in each cell. */
export interface TableLayout {
  readonly fontPx: number;
  readonly columns: readonly { readonly x: number; readonly widthPx: number; readonly isNumber: boolean }[];
  readonly head: Line;
  readonly rows: readonly Line[];
}

/** Sets a table in a width, with smaller letters where it needs them; null where even those are too wide. */
export function layTable(table: PrintedTable, widthPx: number, least = leastFont): TableLayout | null {
  for (let fontPx = usualFont; fontPx >= least; fontPx -= 0.5) {
    const laid = laidIn(table, widthPx, fontPx);
    if (laid) return laid;
  }
  return null;
}

function laidIn({ columns, rows }: PrintedTable, widthPx: number, fontPx: number): TableLayout | null {
  const heads = columns.map(({ header, below }) => (below ? [header, below] : [header]));
  const cells = rows.map(({ cells: row }) => columns.map((_, c) => textOf(row[c] ?? '')));
  const room = widthPx - between * (columns.length - 1);
  const needed = columns.map((_, c) => {
    const texts = cells.map((row) => row[c] ?? '');
    const extra = c === 0 && rows.some(({ indented }) => indented) ? indent : 0;
    const words = [...(heads[c] ?? []), ...texts].flatMap((text) => text.split(/(?<=\s)|(?=[\u2e80-\uffef])/));
    return {
      least: extra + Math.max(...words.map((word) => textWidth(word.trimEnd(), fontPx, 700))),
      whole:
        extra +
        Math.max(
          ...(heads[c] ?? []).map((text) => textWidth(text, fontPx, 700)),
          ...texts.map((text) => textWidth(text, fontPx)),
        ),
    };
  });
  const least = needed.reduce((sum, one) => sum + one.least, 0);
  const whole = needed.reduce((sum, one) => sum + one.whole, 0);
  if (least > room) return null;
  // Every column has its longest word; what is left is shared by how much each would take.
  const share = whole > least ? Math.min(1, (room - least) / (whole - least)) : 0;
  const widths = needed.map((one) => one.least + (one.whole - one.least) * share);
  const spare = Math.max(0, room - widths.reduce((sum, width) => sum + width, 0)) / Math.max(1, columns.length - 1);
  let x = 0;
  const placed = widths.map((width, c) => {
    const column = { x, widthPx: width, isNumber: c > 0 && isOfNumbers(cells.map((row) => row[c] ?? '')) };
    x += width + between + (c < columns.length - 1 ? spare : 0);
    return column;
  });
  const line = (texts: readonly (readonly string[])[], isIndented: boolean, weight: number): Line => {
    const wrapped = texts.map((parts, c) => {
      const inside = (placed[c]?.widthPx ?? 0) - (c === 0 && isIndented ? indent : 0) + 0.5;
      const lines = parts.flatMap((text, part) => {
        const own = spaced(text, wrapWords(text, fontPx, inside, weight));
        return part < parts.length - 1 ? own.map((one, k) => (k < own.length - 1 ? one : `${one} `)) : own;
      });
      return lines.length > 0 ? lines : [''];
    });
    const most = Math.max(...wrapped.map((lines) => lines.length));
    return { cells: wrapped, heightPx: most * lineHeight(fontPx) + rowPadding, isIndented };
  };
  return {
    fontPx,
    columns: placed,
    head: line(heads, false, 700),
    rows: cells.map((row, r) =>
      line(
        row.map((text) => [text]),
        rows[r]?.indented ?? false,
        400,
      ),
    ),
  };
}

/** Columns of words begin where their heading does. */
function isOfNumbers(texts: readonly string[]): boolean {
  const given = texts.filter((text) => text !== '');
  return given.filter((text) => /^[<>≤≥−–-]?\s?\d|^[—–-]$/.test(text)).length * 2 >= given.length;
}

const lineHeight = (fontPx: number): number => Math.round(fontPx * 1.32 * 10) / 10;

export const headHeight = ({ head }: TableLayout): number => head.heightPx + 6;

/** How many rows from `from` on fit in a height, below the head. */
export function rowsThatFit(layout: TableLayout, from: number, heightPx: number): number {
  let left = heightPx - headHeight(layout) - 2;
  let n = 0;
  for (const { heightPx: height } of layout.rows.slice(from)) {
    if (height > left) break;
    left -= height;
    n += 1;
  }
  return n;
}

export function rowsHeight(layout: TableLayout, from: number, to: number): number {
  const rows = layout.rows.slice(from, to).reduce((sum, { heightPx }) => sum + heightPx, 0);
  return headHeight(layout) + rows + 2;
}

/**
 * Draws the head and some rows, with rules above, below the head and at the end.
 *
 * @param table - the part of the document that the rows belong to; the head belongs to it with the first row alone, since
 * on further sheets it is there for the eye. null: none.
 */
export function drawRows(
  sheet: Drawing,
  layout: TableLayout,
  [x, y]: readonly [number, number],
  from: number,
  to: number,
  table: PdfTag | null = null,
) {
  const { fontPx, columns, head } = layout;
  const last = columns.at(-1);
  const right = x + (last ? last.x + last.widthPx : 0);
  const draw = ({ cells, isIndented }: Line, top: number, weight: number, tagOf: (c: number) => PdfTag | null) => {
    for (const [c, lines] of cells.entries()) {
      const column = columns[c];
      if (!column) continue;
      const left = x + column.x + (c === 0 && isIndented ? indent : 0);
      sheet.as(tagOf(c), () => {
        for (const [i, text] of lines.entries()) {
          const place = { y: top + lineHeight(fontPx) * i + fontPx, size: fontPx, weight };
          if (column.isNumber) {
            // The space of a break stands where it moves no letter.
            const words = (lines[i - 1] ?? '').endsWith(' ') ? ` ${text.trimEnd()}` : text.trimEnd();
            sheet.text(table ? words : text.trimEnd(), { ...place, x: x + column.x + column.widthPx, anchor: 'end' });
          } else sheet.text(table ? text : text.trimEnd(), { ...place, x: left });
        }
      });
    }
  };
  sheet.rule(x, right, y, 1.2);
  const headRow = (from === 0 && table?.add('TR')) || null;
  draw(head, y + 4, 700, () => headRow?.add('TH', { scope: 'Column' }) ?? null);
  let top = y + headHeight(layout);
  sheet.rule(x, right, top - 3, 0.7);
  for (const row of layout.rows.slice(from, to)) {
    const line = table?.add('TR');
    draw(row, top, 400, (c) => (c === 0 ? line?.add('TH', { scope: 'Row' }) : line?.add('TD')) ?? null);
    top += row.heightPx;
  }
  sheet.rule(x, right, top, 1.2);
}

import { PdfTag } from '@/charts/pdf-tags.ts';
import { sizeOf } from '@/charts/figure-size.ts';
import { wrapWords } from '@/charts/figure-svg.ts';
import { Drawing, spaced } from '../drawing.ts';
import { drawRows, layTable, rowsHeight, rowsThatFit, type TableLayout } from '../table-layout.ts';
import { drawCover, type Entry } from './report-cover.ts';
import { ink, page, type Sheet } from './report-paper.ts';
import { type Block, type FigureBlock, type StudyReport, type TableBlock, type TextBlock } from './parts.ts';

/** A figure of the report is as wide as its text. */
export const figureWidthMm = 170;

const sizes = { part: 24, title: 15, text: 13, caption: 11 } as const;
const leading = 1.42;
const below = { part: 20, title: 8, block: 26, caption: 6 } as const;
/** So many rows of a table stay together with its head. */
const leastRows = 3;
const shortTable = (page.bottom - page.top) / 2;

/** The whole report on sheets of A4, with the places that its contents lead to. */
export interface Book {
  readonly sheets: readonly Sheet[];
  readonly entries: readonly Entry[];
  /** The parts of the document as programs that read it aloud know them. */
  readonly root: PdfTag;
}

/** Sets a report: parts below each other, tables over several sheets where they are longer, contents on the first. */
export function layReport(report: StudyReport): Book {
  const root = new PdfTag('Document');
  const front = root.add('Sect');
  const setter = new Setter(report, root);
  for (const part of report.parts) setter.part(part.id, part.title, part.blocks);
  const { sheets, entries } = setter;
  const cover: Sheet = { drawing: new Drawing(page.width, page.height), links: [] };
  drawCover(cover, report, entries, front);
  const book = [cover, ...sheets];
  for (const [i, { drawing }] of book.entries()) footer(drawing, report, i + 1, book.length);
  return { sheets: book, entries, root };
}

class Setter {
  readonly sheets: Sheet[] = [];
  readonly entries: Entry[] = [];
  private y = Infinity;
  /** The part of the document that is being set. */
  private section: PdfTag;

  constructor(
    private readonly report: StudyReport,
    private readonly root: PdfTag,
  ) {
    this.section = root;
  }

  part(id: string, title: string, blocks: readonly Block[]): void {
    const [first] = blocks;
    const head = sizes.part * leading + below.part;
    this.need(head + (first ? this.leastOf(first) : 0));
    this.entries.push({ id, title, place: { page: this.sheets.length, y: this.y } });
    this.section = this.root.add('Sect');
    const place = { x: page.left, y: this.y + sizes.part, size: sizes.part, weight: 700, fill: ink.accent };
    this.drawing.as(this.section.add('H2'), () => this.drawing.text(title, place));
    this.y += head;
    for (const block of blocks) this.block(block);
  }

  private block(block: Block): void {
    if (block.kind === 'figure') this.figure(block);
    else if (block.kind === 'table') this.table(block);
    else this.text(block);
    this.y += below.block;
  }

  private get drawing(): Drawing {
    const last = this.sheets.at(-1);
    if (!last) throw new Error('The report has no sheet yet.');
    return last.drawing;
  }

  /** Begins a new sheet where this one has less room. */
  private need(heightPx: number): void {
    if (this.y + heightPx <= page.bottom && this.sheets.length > 0) return;
    const drawing = new Drawing(page.width, page.height);
    const { cover } = this.report;
    drawing.text(cover.study, { x: page.left, y: page.head, size: sizes.caption, fill: ink.quiet });
    if (cover.synthetic) {
      const place = { x: page.right, y: page.head, size: sizes.caption, weight: 700, anchor: 'end' } as const;
      drawing.text(cover.synthetic, { ...place, fill: ink.synthetic });
    }
    drawing.rule(page.left, page.right, page.head + 8, 0.7, ink.rule);
    this.sheets.push({ drawing, links: [] });
    this.y = page.top;
  }

  private leastOf(block: Block): number {
    if (block.kind === 'text') return sizes.text * leading * 3;
    const title = this.titleHeight(block.kind === 'figure' ? block.text.title : block.title);
    if (block.kind === 'figure') {
      const height = title + this.sized(block).height;
      const room = page.bottom - page.top - sizes.part * leading - below.part;
      const whole = height + this.captionHeight(block);
      return whole <= room ? whole : height;
    }
    const layout = laid(block);
    const whole = rowsHeight(layout, 0, layout.rows.length) + this.captionHeight(block);
    // A short table is not torn apart.
    return title + (whole < shortTable ? whole : rowsHeight(layout, 0, Math.min(leastRows, layout.rows.length)));
  }

  private titleHeight(title: string): number {
    return wrapWords(title, sizes.title, page.text, 700).length * sizes.title * leading + below.title;
  }

  /** @param isRepeated - on a further sheet, for the eye alone. */
  private title(title: string, isRepeated = false): void {
    this.lines(title, sizes.title, 700, ink.text, isRepeated ? null : this.section.add('H3'));
    this.y += below.title;
  }

  /** Sentences, continued on the next sheet where they do not fit. */
  private lines(text: string, size: number, weight: number, fill: string, tag: PdfTag | null): void {
    for (const line of spaced(text, wrapWords(text, size, page.text, weight))) {
      this.need(size * leading);
      const place = { x: page.left, y: this.y + size, size, weight, fill };
      this.drawing.as(tag, () => this.drawing.text(line, place));
      this.y += size * leading;
    }
  }

  private caption(lines: readonly string[]): void {
    this.y += below.caption;
    for (const line of lines) this.lines(line, sizes.caption, 400, ink.quiet, this.section.add('P'));
  }

  private text({ title, lines, isNote }: TextBlock): void {
    if (title) {
      this.need(sizes.title * leading + sizes.text * leading * 2);
      this.title(title);
    }
    const fill = isNote ? ink.quiet : ink.text;
    for (const line of lines) this.lines(line, sizes.text, 400, fill, this.section.add('P'));
  }

  /** As wide as the text; smaller where sheet or caption need it, but never too small to read for the caption's sake. */
  private sized(block: FigureBlock): { width: number; height: number } {
    const { width, height } = sizeOf(block.svg);
    const head = sizes.part * leading + below.part + this.titleHeight(block.text.title);
    const room = page.bottom - page.top - head;
    const wide = page.text / width;
    const besideCaption = Math.max((room - this.captionHeight(block)) / height, 0.8 * wide);
    const scale = Math.min(wide, room / height, besideCaption);
    return { width: width * scale, height: height * scale };
  }

  private captionHeight(block: FigureBlock | TableBlock): number {
    const given = block.kind === 'table' ? block.caption : [...block.text.caption, ...block.text.provenance];
    const lines = given.flatMap((line) => wrapWords(line, sizes.caption, page.text));
    return below.caption + lines.length * sizes.caption * leading;
  }

  private figure(block: FigureBlock): void {
    const { svg, text } = block;
    const { width, height } = this.sized(block);
    const whole = this.titleHeight(text.title) + height + this.captionHeight(block);
    // Where even a sheet of its own has no room for the caption, that continues on the next.
    this.need(whole <= page.bottom - page.top ? whole : this.titleHeight(text.title) + height);
    this.title(text.title);
    const figure = this.section.add('Figure', { alt: [`${text.title}.`, ...text.caption].join(' ') });
    const left = page.left + (page.text - width) / 2;
    this.drawing.as(figure, () => this.drawing.place(svg, left, this.y, width, height));
    this.y += height;
    this.caption([...text.caption, ...text.provenance]);
  }

  private table(block: TableBlock): void {
    const layout = laid(block);
    const total = layout.rows.length;
    this.need(this.leastOf(block));
    let from = 0;
    let table: PdfTag | null = null;
    do {
      this.title(from === 0 ? block.title : this.report.continued(block.title), from > 0);
      table ??= this.section.add('Table');
      const fit = rowsThatFit(layout, from, page.bottom - this.y);
      // A row that is higher than a sheet is drawn all the same.
      const to = Math.min(total, from + Math.max(fit, 1));
      drawRows(this.drawing, layout, [page.left, this.y], from, to, table);
      this.y += rowsHeight(layout, from, to);
      from = to;
      if (from < total) this.need(Infinity);
    } while (from < total);
    this.caption(block.caption);
  }
}

/** In letters as small as it needs: a report leaves no table out. */
function laid({ table, title }: TableBlock): TableLayout {
  const layout = layTable(table, page.text, 5);
  if (!layout) throw new Error(`The table “${title}” has more columns than a sheet of A4 has room for.`);
  return layout;
}

function footer(drawing: Drawing, report: StudyReport, number: number, of: number): void {
  const size = 10;
  drawing.rule(page.left, page.right, page.foot - size - 8, 0.7, ink.rule);
  const [first = '', second] = wrapWords(report.cover.footer, size, page.text - 110);
  const shown = second === undefined ? [first] : [first, second];
  for (const [i, line] of shown.entries()) {
    drawing.text(line, { x: page.left, y: page.foot + i * size * 1.35, size, fill: ink.quiet });
  }
  const place = { x: page.right, y: page.foot, size, fill: ink.quiet, anchor: 'end' } as const;
  drawing.text(report.page(number, of), place);
}

import { wrapWords } from '@/charts/figure-svg.ts';
import { drawnWidthPx } from '@/charts/figure-size.ts';
import { type PdfTag } from '@/charts/pdf-tags.ts';
import { textWidth } from '../document.ts';
import { spaced } from '../drawing.ts';
import { type StudyReport } from './parts.ts';
import { ink, page, type Place, type Sheet } from './report-paper.ts';

/** A part in the contents. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly place: Place;
}

const nameWidth = drawnWidthPx(32);

/** The first sheet: study, what was analysed, what kind of data it is, and the contents, which lead to their parts. */
export function drawCover(
  { drawing, links }: Sheet,
  { title, contents, cover }: StudyReport,
  entries: readonly Entry[],
  front: PdfTag,
) {
  const { left, right, text: width } = page;
  drawing.block(0, 0, page.width, drawnWidthPx(6), ink.accent);
  let y = drawnWidthPx(42);
  drawing.as(front.add('P'), () => drawing.text(title, { x: left, y, size: 17, weight: 700, fill: ink.accent }));
  y += 20;
  drawing.as(front.add('H1'), () => {
    for (const line of spaced(cover.study, wrapWords(cover.study, 34, width, 700))) {
      y += 42;
      drawing.text(line, { x: left, y: y - 10, size: 34, weight: 700, fill: ink.text });
    }
  });
  y += 22;
  if (cover.synthetic) {
    drawing.block(left, y, width, 34, '#fdf3d8');
    const place = { x: left + 14, y: y + 22, size: 14, weight: 700, fill: ink.synthetic };
    const { synthetic } = cover;
    drawing.as(front.add('P'), () => drawing.text(synthetic, place));
    y += 34;
  }
  y += 30;
  const facts = front.add('L');
  for (const [name, value] of cover.facts) {
    const fact = facts.add('LI');
    drawing.as(fact.add('Lbl'), () => drawing.text(name, { x: left, y, size: 13, fill: ink.quiet }));
    drawing.as(fact.add('LBody'), () => {
      for (const line of spaced(value, wrapWords(value, 13, width - nameWidth))) {
        drawing.text(line, { x: left + nameWidth, y, size: 13, fill: ink.text });
        y += 20;
      }
    });
    y += 5;
  }
  y += 6;
  for (const note of cover.notes) {
    drawing.as(front.add('P'), () => {
      for (const line of spaced(note, wrapWords(note, 13, width))) {
        drawing.text(line, { x: left, y, size: 13, fill: ink.text });
        y += 20;
      }
    });
  }
  y += 40;
  drawing.as(front.add('H2'), () => {
    drawing.text(contents, { x: left, y, size: 17, weight: 700, fill: ink.accent });
  });
  drawing.rule(left, right, y + 10, 0.7, ink.rule);
  y += 34;
  const list = front.add('TOC');
  for (const { id, title: name, place } of entries) {
    const number = String(place.page + 1);
    const entry = list.add('TOCI');
    const tag = entry.add('Link');
    drawing.as(tag, () => drawing.text(name, { x: left, y, size: 14, fill: ink.text }));
    drawing.as(entry.add('Lbl'), () => {
      drawing.text(number, { x: right, y, size: 14, fill: ink.text, anchor: 'end' });
    });
    const [from, to] = [left + textWidth(name, 14) + 10, right - textWidth(number, 14) - 10];
    drawing.dots(from, to, y - 3, ink.rule);
    links.push({ x: left, y: y - 18, width, height: 26, to: id, tag });
    y += 27;
  }
}

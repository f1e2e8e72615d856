import { chartWidth, figureSvg, type FigureText } from '@/charts/figure-svg.ts';
import { drawnWidthPx } from '@/charts/figure-size.ts';
import { type DrawnFigure } from '@/charts/use-figure-drawing.tsx';
import { messages } from '@/i18n/messages.ts';
import { type CopiedTable } from '@/tables/table-frame.tsx';
import { type Desk, Refused } from './desk.ts';
import { Drawing } from './drawing.ts';
import { drawRows, layTable, rowsHeight } from './table-layout.ts';

/** A table as a picture, in the frame that figures have: title, caption and origin around it. */
export function tableFigure(
  { language }: Desk,
  { title, table, caption, methods, origin, isSynthetic }: ReturnType<CopiedTable>,
  widthMm: number,
): DrawnFigure {
  const widthPx = chartWidth(drawnWidthPx(widthMm));
  const layout = layTable(table, widthPx);
  if (!layout) throw new Refused(`width: ${widthMm} mm are too narrow for the columns of “${title}”`);
  const heightPx = Math.ceil(rowsHeight(layout, 0, layout.rows.length)) + 4;
  const sheet = new Drawing(widthPx, heightPx);
  drawRows(sheet, layout, [0, 2], 0, layout.rows.length);
  const text: FigureText = {
    title,
    caption: [...caption, methods],
    // Its words mark synthetic data already, above the picture.
    provenance: origin.slice(0, isSynthetic ? -1 : undefined),
    synthetic: isSynthetic ? messages[language].ui.synthetic : null,
  };
  return {
    svg: figureSvg(sheet.svg, { widthPx, heightPx }, text, { hasTitle: true, hasCaption: true }),
    text,
    language,
  };
}

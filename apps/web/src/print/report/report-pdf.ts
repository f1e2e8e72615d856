import { pdfOfPages } from '@/charts/figure-pdf.ts';
import { loadPrintFile } from '../print-fonts.ts';
import { type StudyReport } from './parts.ts';
import { layReport } from './report-pages.ts';
import { page } from './report-paper.ts';

/** A report as sheets of A4: vectors and text, fonts inside, an outline, and contents that lead to their parts. */
export function reportPdf(report: StudyReport): Promise<Uint8Array> {
  const { sheets, entries, root } = layReport(report);
  const pages = sheets.map(({ drawing, links }, i) => ({
    drawing: drawing.svg,
    links,
    places: entries.filter(({ place }) => place.page === i).map(({ id, title, place }) => ({ id, title, y: place.y })),
  }));
  const { cover, title, language } = report;
  return pdfOfPages(pages, root, loadPrintFile, {
    widthMm: page.widthMm,
    title: `${title}: ${cover.study}`,
    description: [`${cover.footer}.`, ...cover.notes].join(' '),
    software: 'HAIM Portal',
    language: language === 'zh' ? 'zh-CN' : language,
  });
}

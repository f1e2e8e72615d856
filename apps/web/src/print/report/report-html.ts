import { figureFont, figureInk } from '@/charts/series-style.ts';
import { givePlainIds } from '@/charts/plain-ids.ts';
import { type PrintedTable, textOf } from '@/tables/printed-table.tsx';
import { carriedFonts } from '../print-fonts.ts';
import { type Block, type Cover, type StudyReport } from './parts.ts';
import { ink } from './report-paper.ts';

/** Nothing is loaded from anywhere, and nothing runs. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:";

/** A report as one web page that needs nothing beside it: text, tables and drawings, the fonts of its letters inside. */
export async function reportHtml(report: StudyReport): Promise<string> {
  const { language, title, contents, cover, parts } = report;
  const body = `${coverHtml(title, cover)}
<nav aria-label="${escaped(contents)}"><h2>${escaped(contents)}</h2><ol>
${parts.map((part) => `<li><a href="#${part.id}">${escaped(part.title)}</a></li>`).join('\n')}
</ol></nav>
<main>
${parts.map(({ id, title: name, blocks }) => `<section id="${id}"><h2>${escaped(name)}</h2>\n${blocks.map((block, i) => blockHtml(block, `${id}-${i}`)).join('\n')}\n</section>`).join('\n')}
</main>
<footer>${escaped(cover.footer)}${cover.synthetic ? ` <strong>${escaped(cover.synthetic)}</strong>` : ''}</footer>`;
  const fonts = await carriedFonts(body.replaceAll(/<[^>]*>/g, ' '));
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="HAIM Portal">
<meta name="description" content="${escaped(cover.footer)}">
<title>${escaped(`${title}: ${cover.study}`)}</title>
<style>
${fonts.map(({ css }) => css).join('\n')}
${look}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function coverHtml(title: string, { study, facts, notes, synthetic }: Cover): string {
  const rows = facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`);
  return `<header>
<p class="kind">${escaped(title)}</p>
<h1>${escaped(study)}</h1>
${synthetic ? `<p class="synthetic">${escaped(synthetic)}</p>` : ''}
<dl>${rows.join('\n')}</dl>
${notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
</header>`;
}

function blockHtml(block: Block, mark: string): string {
  if (block.kind === 'figure') {
    const { title, caption, provenance } = block.text;
    return `<figure><h3>${escaped(title)}</h3>\n<div class="wide" tabindex="0" role="group" aria-label="${escaped(title)}">${drawingHtml(block.svg, title, mark)}</div>\n<figcaption>${linesHtml([...caption, ...provenance])}</figcaption></figure>`;
  }
  if (block.kind === 'table') {
    return `<figure><h3>${escaped(block.title)}</h3>\n<div class="wide" tabindex="0" role="group" aria-label="${escaped(block.title)}">${tableHtml(block.title, block.table)}</div>\n<figcaption>${linesHtml(block.caption)}</figcaption></figure>`;
  }
  const title = block.title ? `<h3>${escaped(block.title)}</h3>\n` : '';
  return `${title}<div${block.isNote ? ' class="note"' : ''}>${linesHtml(block.lines)}</div>`;
}

function drawingHtml(svg: SVGSVGElement, title: string, mark: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  givePlainIds(copy, mark);
  copy.removeAttribute('width');
  copy.removeAttribute('height');
  copy.setAttribute('role', 'img');
  copy.setAttribute('aria-label', title);
  return new XMLSerializer().serializeToString(copy);
}

function tableHtml(title: string, { columns, rows }: PrintedTable): string {
  const head = columns.map(
    ({ header, below, isText }) =>
      `<th scope="col"${isText ? ' class="text"' : ''}>${escaped(header)}${below ? `<span>${escaped(below)}</span>` : ''}</th>`,
  );
  const lines = rows.map(({ cells, indented }) => {
    const shown = columns.map((_, c) => escaped(textOf(cells[c] ?? '')));
    const [first = '', ...others] = shown;
    return `<tr${indented ? ' class="indented"' : ''}><th scope="row">${first}</th>${others.map((cell, c) => `<td${columns[c + 1]?.isText ? ' class="text"' : ''}>${cell}</td>`).join('')}</tr>`;
  });
  return `<table aria-label="${escaped(title)}"><thead><tr>${head.join('')}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

const linesHtml = (lines: readonly string[]): string => lines.map((line) => `<p>${escaped(line)}</p>`).join('\n');

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);

const look = `:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 0 1.5rem 3rem; font: 16px/1.6 ${figureFont}; color: ${ink.text}; background: ${figureInk.light.ground}; }
header { border-top: 10px solid ${ink.accent}; padding: 3.5rem 0 1rem; }
.kind { margin: 0; font-weight: 700; color: ${ink.accent}; }
h1 { margin: 0.2rem 0 1.2rem; font-size: 2.1rem; line-height: 1.2; text-wrap: balance; }
h2 { margin: 3rem 0 1rem; font-size: 1.5rem; line-height: 1.25; color: ${ink.accent}; }
h3 { margin: 0 0 0.5rem; font-size: 1.05rem; line-height: 1.35; }
.synthetic { padding: 0.6rem 0.9rem; background: #fdf3d8; color: ${ink.synthetic}; font-weight: 700; }
dl { margin: 1.5rem 0; }
dl div { display: grid; grid-template-columns: 9rem 1fr; gap: 0.2rem 1rem; padding: 0.25rem 0; }
dt { color: ${ink.quiet}; }
dd { margin: 0; overflow-wrap: anywhere; }
nav ol { margin: 0; padding-left: 1.4rem; }
nav a { color: ${ink.accent}; display: inline-block; padding: 0.15rem 0; }
a:focus-visible, .wide:focus-visible { outline: 2px solid ${ink.accent}; outline-offset: 2px; }
figure { margin: 0 0 2.5rem; }
figure svg { display: block; width: 100%; min-width: 36rem; height: auto; }
figcaption, .note { font-size: 0.82rem; line-height: 1.5; color: ${ink.quiet}; }
figcaption { margin-top: 0.5rem; }
figcaption p, .note p, main div > p { margin: 0.1rem 0; }
main div + h3 { margin-top: 1.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; line-height: 1.35; font-variant-numeric: tabular-nums; border-bottom: 1.5px solid ${ink.text}; }
thead { border-top: 1.5px solid ${ink.text}; border-bottom: 1px solid ${ink.text}; }
th, td { padding: 0.28rem 0.6rem; text-align: right; vertical-align: top; font-weight: 400; }
thead th { font-weight: 700; vertical-align: bottom; }
thead th span { display: block; }
th:first-child { text-align: left; padding-left: 0; }
.text { text-align: left; }
td:last-child, thead th:last-child { padding-right: 0; }
.indented th:first-child { padding-left: 1rem; }
footer { margin-top: 3rem; padding-top: 0.8rem; border-top: 1px solid ${ink.rule}; font-size: 0.82rem; color: ${ink.quiet}; }
@media (max-width: 40rem) { dl div { grid-template-columns: 1fr; } h1 { font-size: 1.6rem; } }
@page { size: A4; margin: 18mm; }
@media print { figure svg { min-width: 0; } body { max-width: none; padding: 0; font-size: 10.5pt; } figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } thead { display: table-header-group; } }`;

import { zipOf } from './zip.ts';

export type WorkbookCell = string | number | null;

export interface WorkbookRow {
  readonly cells: readonly WorkbookCell[];
  readonly look?: 'bold' | 'indented';
}

export interface WorkbookSheet {
  /** At most 31 letters, without the signs []:*?/\ */
  readonly name: string;
  readonly rows: readonly WorkbookRow[];
  /** Widths of the columns in letters; the last is that of all further ones. */
  readonly widths: readonly number[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const looks = ['plain', 'bold', 'indented'] as const;

/** An Excel workbook (ECMA-376) of texts and numbers. Texts are texts: none is read as a formula. */
export function workbookOf(sheets: readonly WorkbookSheet[]): Blob {
  const part = (name: string, xml: string) => ({ name, text: declaration + xml });
  const types = sheets.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const named = sheets.map(
    ({ name }, i) => `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const linked = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const bytes = zipOf([
    part(
      '[Content_Types].xml',
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${types.join('')}</Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${named.join('')}</sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packaged}/relationships">${linked.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    part('xl/styles.xml', styles),
    ...sheets.map((sheet, i) => part(`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet))),
  ]);
  return new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}

/** A font, a bold one, and an indented cell: the places are those of `looks`. */
const styles =
  `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf fontId="0"/><xf fontId="1" applyFont="1"/><xf fontId="0" applyAlignment="1"><alignment indent="2"/></xf></cellXfs></styleSheet>';

function sheetXml({ rows, widths }: WorkbookSheet): string {
  const columns = Math.max(1, ...rows.map(({ cells }) => cells.length));
  const wide = Array.from({ length: columns }, (_, i) => widths[i] ?? widths.at(-1) ?? 12);
  const cols = wide.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  const body = rows.map(({ cells, look }, r) => {
    const style = looks.indexOf(look ?? 'plain');
    const written = cells.map((cell, c) =>
      cellXml(cell, `${letters(c)}${r + 1}`, look === 'indented' && c > 0 ? 0 : style),
    );
    return `<row r="${r + 1}">${written.join('')}</row>`;
  });
  return `<worksheet xmlns="${main}"><cols>${cols.join('')}</cols><sheetData>${body.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: WorkbookCell, place: string, style: number): string {
  if (cell === null || cell === '') return '';
  const at = `r="${place}"${style > 0 ? ` s="${style}"` : ''}`;
  if (typeof cell === 'number' && Number.isFinite(cell)) return `<c ${at}><v>${cell}</v></c>`;
  return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(String(cell))}</t></is></c>`;
}

/** A, B … Z, AA: the name of a column from 0. */
export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

function sheetName(name: string): string {
  return name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without the control characters that XML does not know: `Cc` but for tab and line ends, which stay. */
function escaped(text: string): string {
  return text
    .replaceAll(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, '')
    .replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? '');
}

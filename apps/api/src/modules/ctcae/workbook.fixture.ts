import AdmZip from 'adm-zip';

const headings = [
  'MedDRA Code',
  'MedDRA SOC',
  'CTCAE Term ',
  ...['Grade 1', 'Grade 2', 'Grade 3', 'Grade 4', 'Grade 5'],
  'Definition',
  'Navigational Note',
];

/** A workbook (.xlsx) as Excel writes one, of these sheets: the texts of every cell, by row. */
export function workbookOf(sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Buffer {
  const shared: string[] = [];
  const place = (text: string) => {
    if (!shared.includes(text)) shared.push(text);
    return shared.indexOf(text);
  };
  const names = Object.keys(sheets);
  const zip = new AdmZip();
  const put = (name: string, xml: string) =>
    zip.addFile(name, Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`));
  for (const [nth, rows] of Object.values(sheets).entries()) {
    const cells = rows.map((row, at) => {
      const written = row.map((text, column) =>
        text === '' ? '' : `<c r="${letter(column)}${at + 1}" t="s"><v>${place(text)}</v></c>`,
      );
      return `<row r="${at + 1}">${written.join('')}</row>`;
    });
    put(`xl/worksheets/sheet${nth + 1}.xml`, `<worksheet><sheetData>${cells.join('')}</sheetData></worksheet>`);
  }
  put(
    'xl/workbook.xml',
    `<workbook><sheets>${names.map((name, nth) => `<sheet name="${name}" sheetId="${nth + 1}" r:id="rId${nth + 1}"/>`).join('')}</sheets></workbook>`,
  );
  put(
    'xl/_rels/workbook.xml.rels',
    `<Relationships>${names.map((_, nth) => `<Relationship Id="rId${nth + 1}" Target="worksheets/sheet${nth + 1}.xml"/>`).join('')}</Relationships>`,
  );
  put(
    'xl/sharedStrings.xml',
    `<sst>${shared.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
  );
  return zip.toBuffer();
}

/** A row of the standard's table: class, term, the texts of its five grades, definition, note. */
export type TermRow = readonly [
  organClass: string,
  term: string,
  grades: readonly string[],
  definition: string,
  note?: string,
];

/** The rows of a sheet in the columns of NCI's workbook. */
export function ctcaeRows(terms: readonly TermRow[]): string[][] {
  return [
    headings,
    ...terms.map(([organClass, term, grades, definition, note = '-'], nth) => [
      String(10_000_000 + nth),
      organClass,
      term,
      ...Array.from({ length: 5 }, (_, grade) => grades[grade] || ' -'),
      definition,
      note,
    ]),
  ];
}

function letter(column: number): string {
  return String.fromCharCode(65 + column);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

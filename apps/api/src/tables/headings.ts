import { TableError } from './table-error.ts';

/**
 * The headings of a table without the blanks around them. An empty one is kept: a column without a name cannot be
 * referred to, and R writes its row names this way.
 *
 * @throws TableError where a heading is repeated.
 */
export function readHeadings(cells: readonly string[]): string[] {
  const headings = cells.map((cell) => cell.trim());
  const repeated = headings.filter((heading, i) => heading !== '' && headings.indexOf(heading) !== i);
  if (repeated.length) {
    const names = [...new Set(repeated)].map((name) => `"${name}"`);
    throw new TableError({
      en: `the file has the column ${names.join(', ')} more than once: which is meant cannot be known; rename or remove one`,
      zh: `文件中列 ${names.join('、')} 出现多次：无法判断所指为哪一列，请改名或删去`,
    });
  }
  return headings;
}

/**
 * Semicolons come with decimal commas, which could be read as thousands.
 *
 * @throws TableError where they separate the headings.
 */
export function refuseSemicolons(cells: readonly string[]): void {
  if (cells.length > 1 || !cells[0]?.includes(';')) return;
  throw new TableError({
    en: 'the columns are separated by semicolons: save the file with commas (and points as decimal marks)',
    zh: '各列以分号分隔：请以逗号分隔保存（小数点用“.”）',
  });
}

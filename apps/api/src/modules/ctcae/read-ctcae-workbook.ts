import {
  ctcaeTerms,
  ctcaeVersionOfTerms,
  gradesOf,
  type ImportedTerm,
  type Label,
  organClasses,
  organClassNamed,
} from '@haim/schema';
import { type Sheet, TableError } from '../../tables/index.ts';

/** The columns of NCI's workbook that are read. MedDRA codes are not: they are licensed. */
const gradeColumns = ['Grade 1', 'Grade 2', 'Grade 3', 'Grade 4', 'Grade 5'] as const;
const needed = ['MedDRA SOC', 'CTCAE Term', ...gradeColumns, 'Definition'] as const;
const noteColumn = 'Navigational Note';

/** The headings are below a title, if there is one. */
const FIRST_ROWS = 20;

/**
 * The terms of NCI's workbook of CTCAE 5.0, by name.
 *
 * @throws TableError naming sheet, row and column: where columns are missing, a class is not one of the standard, a term is
 *   there twice or has no grade; and where the terms that the portal has are not there with their class and grades, as in
 *   the workbook of another version.
 */
export function readCtcaeWorkbook(sheets: readonly Sheet[]): ImportedTerm[] {
  const { sheet, header, columns } = tableIn(sheets);
  const terms = new Map<string, ImportedTerm>();
  for (const row of sheet.rows.slice(header + 1)) {
    const cell = (column: string) => tidied(row.cells[columns.get(wordOf(column)) ?? -1]);
    const grades = gradeColumns.map((column) => given(cell(column)));
    const name = cell('CTCAE Term');
    // A row that has a class alone is its title.
    if (name === '' && grades.every((text) => text === null)) continue;
    const refuse = (column: string, expected: Label) => refused(sheet, row.line, column, expected);
    if (name === '') throw refuse('CTCAE Term', { en: 'a term', zh: '术语名称' });
    if (terms.has(wordOf(name))) {
      throw refuse('CTCAE Term', { en: 'a term that no row before it has', zh: '前面各行未出现的术语' });
    }
    const organClass = organClassNamed(cell('MedDRA SOC'));
    if (!organClass) throw refuse('MedDRA SOC', classesExpected);
    if (grades.every((text) => text === null)) {
      throw refuse('Grade 1', {
        en: 'a text in at least one of the columns Grade 1 to Grade 5',
        zh: 'Grade 1 至 Grade 5 中至少一列有内容',
      });
    }
    const [definition, note] = [given(cell('Definition')), given(cell(noteColumn))];
    terms.set(wordOf(name), { name, organClass, grades, definition, note });
  }
  refuseOtherVersion(sheet, terms);
  return [...terms.values()];
}

const classesExpected: Label = {
  en: `a class of CTCAE: ${Object.values(organClasses)
    .map(({ en }) => en)
    .join('; ')}`,
  zh: `CTCAE 的系统器官分类：${Object.values(organClasses)
    .map(({ en }) => en)
    .join('；')}`,
};

interface Table {
  readonly sheet: Sheet;
  /** The place of its headings among the rows. */
  readonly header: number;
  /** The place of each column, by its heading in small letters. */
  readonly columns: ReadonlyMap<string, number>;
}

/** The first sheet with all columns; otherwise what the likeliest one lacks is said. */
function tableIn(sheets: readonly Sheet[]): Table {
  const tables = sheets.flatMap((sheet) =>
    sheet.rows.slice(0, FIRST_ROWS).map(({ cells }, header): Table & { lacks: string[] } => {
      const columns = new Map(cells.map((text, column) => [wordOf(text), column] as const));
      return { sheet, header, columns, lacks: needed.filter((column) => !columns.has(wordOf(column))) };
    }),
  );
  const best = tables.toSorted((a, b) => a.lacks.length - b.lacks.length)[0];
  if (best && best.lacks.length === 0) return best;
  const [name, lacks] = best && best.lacks.length < needed.length ? [best.sheet.name, best.lacks] : [null, needed];
  const [en, zh] =
    name === null ? ['no sheet has', '所有工作表均缺少'] : [`the sheet ${name} lacks`, `工作表 ${name} 缺少`];
  throw new TableError({
    en: `${en} the columns ${lacks.join(', ')} of NCI's workbook of CTCAE ${ctcaeVersionOfTerms}`,
    zh: `${zh} NCI CTCAE ${ctcaeVersionOfTerms} 工作簿的列 ${lacks.join('、')}`,
  });
}

/** Terms that the portal knows have to be there as it knows them. */
function refuseOtherVersion(sheet: Sheet, terms: ReadonlyMap<string, ImportedTerm>): void {
  const differing = ctcaeTerms.filter((term) => {
    const found = terms.get(wordOf(term.name.en));
    const grades = found?.grades.flatMap((text, place) => (text === null ? [] : [String(place + 1)])) ?? [];
    return (
      found?.organClass !== term.organClass ||
      grades.join() !==
        gradesOf(term)
          .map(({ grade }) => grade)
          .join()
    );
  });
  if (differing.length === 0) return;
  const names = differing.slice(0, 3).map(
    ({ name, ...term }) =>
      `${name.en} (${gradesOf({ name, ...term })
        .map(({ grade }) => grade)
        .join(', ')})`,
  );
  throw new TableError({
    en: `the sheet ${sheet.name} is not CTCAE ${ctcaeVersionOfTerms}: ${differing.length} terms are not there with their class and grades, such as ${names.join('; ')}`,
    zh: `工作表 ${sheet.name} 不是 CTCAE ${ctcaeVersionOfTerms}：${differing.length} 个术语的分类或分级不符，例如 ${names.join('；')}`,
  });
}

function refused(sheet: Sheet, line: number, column: string, expected: Label): TableError {
  return new TableError({
    en: `sheet ${sheet.name}, row ${line}, column ${column}: expected is ${expected.en}`,
    zh: `工作表 ${sheet.name} 第 ${line} 行“${column}”列：应为${expected.zh}`,
  });
}

/** The workbook writes a dash where there is nothing. */
function given(text: string): string | null {
  return /^[-–—]?$/.test(text) ? null : text;
}

function tidied(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

function wordOf(text: string): string {
  return tidied(text).toLowerCase();
}

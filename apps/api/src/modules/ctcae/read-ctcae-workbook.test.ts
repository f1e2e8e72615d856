import { ctcaeTerms, gradesOf, organClassOf } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../tables/index.ts';
import { readCtcaeWorkbook } from './read-ctcae-workbook.ts';
import { ctcaeRows, type TermRow, workbookOf } from './workbook.fixture.ts';

/** The terms that every workbook of the version has, with the grades of each. */
const known = ctcaeTerms.map((term): TermRow => {
  const texts = ['1', '2', '3', '4', '5'].map((grade) =>
    gradesOf(term).some((one) => one.grade === grade) ? 'text' : '',
  );
  return [organClassOf(term).en, term.name.en, texts, 'A disorder.'];
});
const hypoxia: TermRow = [
  'Respiratory, thoracic and mediastinal disorders',
  'Hypoxia',
  ['', 'PaO2 <=55 & exercise', 'At rest', 'Urgent', 'Death'],
  'A disorder characterized by\n a decrease in the level of oxygen in the body.',
  'Synonym: Low oxygen',
];
const read = (sheets: Parameters<typeof workbookOf>[0]) => readCtcaeWorkbook(readWorkbook(workbookOf(sheets)));
const refusalOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { label: { en: string; zh: string } }).label;
  }
  throw new Error('it was not refused');
};
const changed = (change: (row: string[]) => string[]) =>
  ctcaeRows([...known, hypoxia]).map((row, at, all) => (at === all.length - 1 ? change(row) : row));

describe("NCI's workbook of CTCAE", () => {
  it('gives terms with their class, grades, definition and note, and no code of MedDRA', () => {
    const terms = read({ Contents: [['CTCAE v5.0']], 'CTCAE v5.0': [['Title'], ...ctcaeRows([...known, hypoxia])] });
    expect(terms).toHaveLength(known.length + 1);
    expect(terms.at(-1)).toEqual({
      name: 'Hypoxia',
      organClass: 'respiratory',
      grades: [null, 'PaO2 <=55 & exercise', 'At rest', 'Urgent', 'Death'],
      definition: 'A disorder characterized by a decrease in the level of oxygen in the body.',
      note: 'Synonym: Low oxygen',
    });
    expect(JSON.stringify(terms)).not.toMatch(/1000/);
  });

  it('is refused without its columns, naming the sheet and what it lacks', () => {
    const rows = ctcaeRows(known).map((row) => row.filter((_, at) => at !== 3 && at !== 8));
    const { en, zh } = refusalOf(() => read({ Notes: [['x']], Terms: rows }));
    expect(en).toContain('the sheet Terms lacks the columns Grade 1, Definition');
    expect(zh).toContain('工作表 Terms 缺少');
    expect(refusalOf(() => read({ Notes: [['x']] })).en).toContain('no sheet has the columns MedDRA SOC, CTCAE Term');
  });

  it.each<[string, (row: string[]) => string[], RegExp]>([
    ['a class that is none', (row) => row.with(1, 'Lungs'), /row 101, column MedDRA SOC: expected is a class of CTCAE/],
    ['no grade', (row) => row.fill('-', 3, 8), /column Grade 1: expected is a text in at least one/],
    ['a term twice', (row) => row.with(2, 'nausea'), /column CTCAE Term: expected is a term that no row before it has/],
    ['no term', (row) => row.with(2, ''), /column CTCAE Term: expected is a term/],
  ])('is refused with %s, naming the cell and never what is in it', (_, change, expected) => {
    const { en, zh } = refusalOf(() => read({ Terms: changed(change) }));
    expect(en).toMatch(/^sheet Terms, row \d+, column/);
    expect(en).toMatch(new RegExp(expected.source.replace('row 101', `row ${known.length + 2}`)));
    expect(en).not.toMatch(/Lungs|nausea/);
    expect(zh).toMatch(/工作表 Terms 第 \d+ 行/);
  });

  it('is refused where it is of another version: known terms have other grades', () => {
    const other = known.map((row): TermRow =>
      row[1] === 'Nausea' ? (row.with(2, ['a', 'b', 'c', 'd']) as unknown as TermRow) : row,
    );
    expect(refusalOf(() => read({ Terms: ctcaeRows(other) })).en).toContain(
      'is not CTCAE 5.0: 1 terms are not there with their class and grades, such as Nausea (1, 2, 3)',
    );
    expect(refusalOf(() => read({ Terms: ctcaeRows(known.slice(1)) })).en).toContain('is not CTCAE 5.0: 1 terms');
  });

  it('is no other file', () => {
    expect(refusalOf(() => readWorkbook(Buffer.from('term,grade'))).en).toContain('not an Excel workbook (.xlsx)');
    expect(refusalOf(() => readWorkbook(workbookOf({}).subarray(0, 60))).en).toContain('not an Excel workbook (.xlsx)');
  });
});

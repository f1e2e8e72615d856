import { describe, expect, it } from 'vitest';
import { type Block } from './block.ts';
import { blockOf } from './block.fixture.ts';
import { everybody } from './counted-population.ts';
import { SubjectColumns } from './subject-columns.ts';
import { withReadColumn } from './with-read-column.ts';

const id = (place: number) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
const patientsOf = (places: readonly number[]) =>
  blockOf(
    places.map((place) => ({ id: id(place), code: `P${place}`, values: { arm: place % 2 === 0 ? 'HTI' : 'HAIC' } })),
  );
const columnsOf = (blocks: readonly Block[]) => new SubjectColumns(blocks, 1, [], everybody, null);

describe('a column that is read from records', () => {
  const asked: string[][] = [];
  const read = (column: string) => async (ids: readonly string[]) => {
    asked.push([column, ...ids]);
    return new Map(ids.filter((one) => one !== id(3)).map((one) => [one, Number(one.slice(-2)) < 3 ? 'CR' : 'PR']));
  };
  const ask = (columns: SubjectColumns, key = '28') =>
    withReadColumn(columns, { name: 'confirmed', key, words: ['CR', 'PR'] }, read(key));
  const [first, second] = [patientsOf([1, 2, 3]), patientsOf([4, 5])];

  it('counts like any other, whoever is absent without a value', async () => {
    const cohort = (await ask(columnsOf([first, second]))).cohort(null);
    expect(cohort.pairs('arm', 'confirmed')).toEqual(
      expect.arrayContaining([
        { a: 'HAIC', b: 'CR', n: 1 },
        { a: 'HTI', b: 'CR', n: 1 },
        { a: 'HAIC', b: null, n: 1 },
        { a: 'HAIC', b: 'PR', n: 1 },
        { a: 'HTI', b: 'PR', n: 1 },
      ]),
    );
    expect(asked).toEqual([
      ['28', id(1), id(2), id(3)],
      ['28', id(4), id(5)],
    ]);
  });

  it('is read once for each block, and again of the block that a change has made', async () => {
    asked.length = 0;
    const again = await ask(columnsOf([first, second]));
    expect(asked).toEqual([]);
    expect(again.identity).toBe((await ask(columnsOf([first, second]))).identity);
    await ask(columnsOf([first, patientsOf([4, 5])]));
    expect(asked).toEqual([['28', id(4), id(5)]]);
  });

  it('is another where what was asked is another', async () => {
    asked.length = 0;
    await ask(columnsOf([second]), '56');
    expect(asked).toEqual([['56', id(4), id(5)]]);
  });
});

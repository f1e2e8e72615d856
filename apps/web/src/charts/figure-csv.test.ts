import { describe, expect, it } from 'vitest';
import { figureCsv } from './figure-csv.ts';

describe('figureCsv', () => {
  it('quotes, keeps full precision, leaves missing values empty and defuses formulas', () => {
    const text = figureCsv({
      columns: [
        { file: 'group', header: 'Group' },
        { file: 'survival', header: 'Survival', decimals: 1 },
      ],
      rows: [
        ['a "b", c', 0.8571428571428571],
        ['=1+1', null],
        ['HAIC', -1],
      ],
    });
    expect(text).toBe('\uFEFFgroup,survival\r\n"a ""b"", c",0.8571428571428571\r\n\'=1+1,\r\nHAIC,-1\r\n');
  });
});

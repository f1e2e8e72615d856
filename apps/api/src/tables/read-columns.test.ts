import { CompleteCases } from '@haim/stats';
import iconv from 'iconv-lite';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readColumns } from './index.ts';

const read = (bytes: string | Buffer) => readColumns(() => Readable.from([Buffer.from(bytes)]));

it('trims blanks around texts, and reports it', async () => {
  const { table, notes } = await read('time, arm\n5,HTI\n6,"HTI "\n7,\u3000HAIC\u00a0\n8,\n9,"  "\n');
  expect(table).toEqual({ time: ['5', '6', '7', '8', '9'], arm: ['HTI', 'HTI', 'HAIC', null, null] });
  expect(notes).toEqual(['cells that had blanks around the text, which do not count: arm: 2']);
});

it('takes NA as missing in every column, and reports it', async () => {
  const { table, notes } = await read('time,arm\n5,NA\nNA,b\n7, NA\n8,na\n');
  expect(table).toEqual({ time: ['5', null, '7', '8'], arm: [null, 'b', null, 'na'] });
  expect(notes.at(-1)).toBe('cells that say NA and count as missing: time: 1, arm: 2');
});

it('keeps groups of another encoding apart', async () => {
  const { table, notes, encoding } = await read(iconv.encode('time,hbsag\n5,阳性\n6,阴性\n', 'gb18030'));
  expect([table['hbsag'], encoding, notes]).toEqual([
    ['阳性', '阴性'],
    'gb18030',
    ['read as GB18030, for example: 阳性 | 阴性'],
  ]);
});

it('refuses a line of other length and names the line of a cell that is wrong', async () => {
  await expect(read('a,b\n\n1,"2\r\n3"\n4\n')).rejects.toThrow('line 5 has 1 cells, not 2');
  const { table } = await read('a,b\n\n1,"2\r\n3"\n\nx,4\n');
  // Counted by hand: the headings, an empty line, two lines of the first row, another empty line.
  expect(() => new CompleteCases(table, ['a']).numbers('a')).toThrow('line 6: "x" is no number');
});

import iconv from 'iconv-lite';
import { createReadStream, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { type Encoding, openTable, TableError } from './index.ts';

/** In pieces of odd sizes, small ones at the beginning, so that characters, line ends and marks are cut. */
function pieces(bytes: Buffer): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length;) {
        const size = at < 500 ? (at % 7) + 1 : 65_537;
        yield bytes.subarray(at, at + size);
        at += size;
      }
    })(),
  );
}

async function read(bytes: Buffer | string, encoding: Encoding | null = null) {
  const table = await openTable(() => pieces(Buffer.from(bytes)), encoding);
  const records = [];
  for await (const record of table.records) records.push(record);
  return { ...table, records };
}

const refusal = (bytes: Buffer | string, encoding: Encoding | null = null) =>
  read(bytes, encoding).then(
    () => null,
    (error: TableError) => error,
  );

const adverse = (term: string) => `code,term,grade\nP1,${term},2\n`;

describe('the encoding of a table', () => {
  it.each([
    ['utf-8', Buffer.from(adverse('腹痛 é'))],
    ['utf-8', Buffer.from(`\ufeff${adverse('腹痛 é')}`)],
    ['utf-16le', iconv.encode(adverse('腹痛 é'), 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(adverse('腹痛 é'), 'utf-16be', { addBOM: true })],
  ])('%s needs no question', async (encoding, bytes) => {
    expect(await read(bytes)).toMatchObject({
      encoding,
      cells: [],
      headings: ['code', 'term', 'grade'],
      records: [{ line: 2, cells: ['P1', '腹痛 é', '2'] }],
    });
  });

  it('GB18030 is recognized by its words, wherever the first of them is', async () => {
    const text = `code,term,grade\n${'P1,Abdominal pain,1\n'.repeat(4000)}P9,腹痛,2\n`;
    const { encoding, cells, records } = await read(iconv.encode(text, 'gb18030'));
    expect([encoding, cells, records.at(-1)]).toEqual([
      'gb18030',
      [{ line: 4002, text: '腹痛' }],
      { line: 4002, cells: ['P9', '腹痛', '2'] },
    ]);
  });

  it.each([
    ['windows-1252', 'Céphalée'],
    ['windows-1252', 'Müller syndrome naïve'],
    ['big5', '腹痛'],
    ['shift_jis', '発熱'],
    ['euc-kr', '두통'],
  ] as const)('%s is asked, with what %s would read as', async (encoding, term) => {
    const bytes = iconv.encode(adverse(term), encoding);
    const error = await refusal(bytes);
    expect(error).toBeInstanceOf(TableError);
    expect(error!.message).toMatch(/^line 2 may be in .*: say which encoding/);
    expect(error!.extensions['readings']).toContainEqual({ encoding, cells: [{ line: 2, text: term }] });
    expect((await read(bytes, encoding)).records[0]!.cells[1]).toBe(term);
  });

  it('asks about words of GB2312 that happen to be UTF-8', async () => {
    // C5 AE is 女 in GB18030 and Ů in UTF-8.
    const error = await refusal(iconv.encode(adverse('女'), 'gb18030'));
    expect(error!.extensions['readings']).toEqual([
      { encoding: 'gb18030', cells: [{ line: 2, text: '女' }] },
      { encoding: 'utf-8', cells: [{ line: 2, text: 'Ů' }] },
    ]);
  });

  it('a byte that is wrong in every encoding is refused with its line', async () => {
    const bytes = Buffer.from('code,term\nP1,a\nP2,\xff\x20\n', 'latin1');
    expect((await refusal(bytes))!.message).toMatch(/^line 3 may be in Windows-1252:/);
    expect((await refusal(Buffer.from('a,b\n1,\x81\x20\n', 'latin1')))!.message).toMatch(
      /^line 2 holds bytes that are not text in UTF-8, GB18030 or any other/,
    );
  });

  it('a damaged line of a UTF-8 file is reported instead of asking for the encoding', async () => {
    const text = Buffer.from(`code,term\n${'P1,腹痛\n'.repeat(9)}P2,Caf`);
    const error = await refusal(Buffer.concat([text, Buffer.from([0xe9, 10])]));
    expect(error!.message).toBe(
      'line 11 is not UTF-8, while 9 other lines are: correct it, or name the encoding of the file',
    );
  });

  it.each(['utf-16le', 'utf-16be'] as const)('half a pair of %s is refused, a whole one is not', async (encoding) => {
    const rows = (text: string) => iconv.encode(`a,b\n1,${text}\n`, encoding, { addBOM: true });
    expect((await read(rows('𬭎'.repeat(500)))).records[0]!.cells[1]).toBe('𬭎'.repeat(500));
    expect((await refusal(rows('x\ud86dy')))!.message).toMatch(/^line 2 holds bytes that are not text in UTF-16/);
    expect((await refusal(rows('x\udf4ey')))!.message).toMatch(/^line 2 /);
  });

  it('a named encoding is used strictly', async () => {
    expect((await refusal(iconv.encode(adverse('Café'), 'windows-1252'), 'utf-8'))!.message).toMatch(
      /^line 2 holds bytes that are not text in UTF-8/,
    );
    expect((await refusal(`\ufeff${adverse('x')}`, 'gb18030'))!.message).toMatch(/mark of utf-8/);
    expect((await read(iconv.encode(adverse('腹痛'), 'utf-16le'), 'utf-16le')).records[0]!.cells[1]).toBe('腹痛');
  });
});

describe('no table', () => {
  it.each([
    ['nothing', '', /^the file is empty$/],
    ['blank lines', '\n\n,,\n', /no headings/],
    ['an Excel file', `PK\u0003\u0004${'x'.repeat(100_000)}`, /Excel or zip/],
    ['a PDF', '%PDF-1.7', /PDF/],
    ['zero bytes late in the file', `a,b\n${'1,2\n'.repeat(30_000)}1,\0\n`, /^line 30002 holds a zero byte/],
    ['zero bytes in UTF-16', Buffer.from('fffe700061000000 0a00'.replace(' ', ''), 'hex'), /^line 1 holds a zero byte/],
    ['one endless line', 'x'.repeat(1_500_000), /^line 1 has more than 1000000 bytes/],
    ['semicolons', 'time;event\n5,5;1\n', /separated by semicolons/],
    ['a heading twice', 'id,time,event, time\n', /the column "time" more than once/],
  ])('%s is refused', async (_, bytes, message) => expect((await refusal(bytes))?.message).toMatch(message));
});

describe('records', () => {
  // Lines counted by hand.
  it('know their line, whatever is between and inside them', async () => {
    const text = 'a,b\r\n1,"x\r\ny"\r\n\r\n,\r\n2,"p\nq\r\nr"\r\n3,4';
    expect((await read(text)).records).toEqual([
      { line: 2, cells: ['1', 'x\r\ny'] },
      { line: 6, cells: ['2', 'p\nq\r\nr'] },
      { line: 9, cells: ['3', '4'] },
    ]);
  });

  it.each([
    ['in the middle of a cell', 'a,b\r\n"x\r\ny",1\r\nSECRET 5"x,2\r\n', /^line 4, column 1: .*stands inside a cell/],
    ['before more text', 'a,b\n1,"SECRET"x\n', /^line 2, column 2: .*text follows a closing/],
    ['never closed', 'a,b\n1,2\n3,"SECRET\n4,5\n', /^line 3: .*never closed/],
  ])('a quotation mark %s is refused without the value', async (_, text, message) => {
    const error = await refusal(text);
    expect(error!.message).toMatch(message);
    expect(JSON.stringify(error)).not.toContain('SECRET');
  });
});

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const isOpen = (path: string) =>
    readdirSync('/proc/self/fd').some((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path;
      } catch {
        return false;
      }
    });

  const rows = '1,2\n'.repeat(100_000);
  it.skipIf(process.platform !== 'linux').each([
    ['read to its end', `a,b\n${rows}`],
    ['refused at its beginning', `PK\u0003\u0004${rows}`],
    ['refused for its headings', `a,a\n${rows}`],
    ['refused in the middle', `a,b\n${rows}1,"x"y\n${rows}`],
    ['left in the middle', `a,b\nLEAVE,1\n${rows}`],
  ])('is closed when it was %s', async (_, text) => {
    const path = join(folder, 'table.csv');
    writeFileSync(path, text);
    try {
      const { records } = await openTable(() => createReadStream(path));
      for await (const { cells } of records) if (cells[0] === 'LEAVE') break;
    } catch (error) {
      expect(error).toBeInstanceOf(TableError);
    }
    for (let i = 0; i < 1_000 && isOpen(path); i++) await wait(20);
    expect(isOpen(path)).toBe(false);
  });
});

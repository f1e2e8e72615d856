import { describe, expect, it } from 'vitest';
import { readAgreed } from './read-agreed.ts';

const head = '{"version":"R version 4.6.0 (2026-04-24)","lacks":[],"packages":["survival 3.8-3"]}';
const list = (what: string, engine: string, agrees: readonly boolean[]) =>
  JSON.stringify({ what, engine, r: agrees.map(() => 1), portal: agrees.map((one) => (one ? 1 : 2)), agrees });
const text = (...lines: readonly string[]) => `${[head, ...lines].join('\n')}\n`;

describe('what a script wrote', () => {
  it('is counted number by number', () => {
    const found = readAgreed(text(list('t: p', '', [true]), list('t: counts', '', [true, false, true])));
    expect(found).toMatchObject({ version: '4.6.0', total: 4, agreed: 3, engines: [], packages: ['survival 3.8-3'] });
    expect(found?.differences).toEqual([{ what: 't: counts', place: 2, r: '1', portal: '2' }]);
  });

  it('counts a number once that several engines repeated, and as agreed where each has it', () => {
    const found = readAgreed(
      text(
        list('curves (base R): S 1', 'base R', [true, true]),
        list('curves (base R): median 1', 'base R', [true]),
        list('curves (survival): S 1', 'survival', [true, false]),
        list('curves (survival): median 1', 'survival', [true]),
      ),
    );
    expect(found).toMatchObject({ total: 3, agreed: 2, engines: ['base R', 'survival'] });
    expect(found?.differences.map(({ what }) => what)).toEqual(['curves (survival): S 1']);
  });

  it('counts two lists of one name apart', () => {
    expect(readAgreed(text(list('row: p', '', [true]), list('row: p', '', [false])))).toMatchObject({
      total: 2,
      agreed: 1,
    });
  });

  it('leaves out a last line that was cut, and is nothing before the first', () => {
    const whole = text(list('t: p', '', [true]));
    expect(readAgreed(`${whole}{"what":"t: q","eng`)).toMatchObject({ total: 1, agreed: 1 });
    expect(readAgreed('')).toBeNull();
    expect(readAgreed(head)).toBeNull();
  });

  it('is refused where a whole line is of another form', () => {
    expect(() => readAgreed(text('{"what":"t","r":[1],"portal":[1],"agrees":["yes"]}'))).toThrow();
    expect(() => readAgreed(text('not JSON'))).toThrow();
  });
});

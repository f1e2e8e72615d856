import { describe, expect, it } from 'vitest';
import { matchWords, type Place } from './match-words.ts';

const place = (label: string, also = '', note = ''): Place => ({ id: label, label, also, note, goes: { href: '/' } });
const places = [
  place('新建研究', 'new study'),
  place('Study settings'),
  place('Entry', '', 'HAIC-DEMO'),
  place('Audit'),
];
const found = (typed: string) => matchWords(places, typed).map(({ label }) => label);

describe('what Ctrl+K finds', () => {
  it('has every word, in label, note or other words, in any case and width', () => {
    expect(found('STUDY')).toEqual(['Study settings', '新建研究']);
    expect(found('demo ｅntry')).toEqual(['Entry']);
    expect(found('研究')).toEqual(['新建研究']);
    expect(found('entry audit')).toEqual([]);
  });

  it('is everything where nothing is typed', () => {
    expect(found(' ')).toHaveLength(4);
  });
});

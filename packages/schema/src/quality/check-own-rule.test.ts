import { describe, expect, it } from 'vitest';
import { checkOwnRule } from './check-own-rule.ts';

const others = [{ en: 'Young and high AFP', zh: '年轻且 AFP 高' }];
const lists = { arm: ['HAIC', 'HTI'], centre: ['A'], own: [] };
const given = { nameEn: ' Very old ', nameZh: '高龄', condition: { variable: 'ageYears', between: [86, null] } };
const faults = (change: object) =>
  checkOwnRule({ ...given, ...change }, others, lists).issues.map(({ field, problem }) => `${field} ${problem}`);

describe('the check of a rule of a study', () => {
  it('takes two names and a condition, without the blanks around them', () => {
    expect(checkOwnRule(given, others, lists).rule).toEqual({
      label: { en: 'Very old', zh: '高龄' },
      condition: { variable: 'ageYears', between: [86, null] },
    });
  });

  it('asks for both names, and for ones that no other rule has', () => {
    expect(faults({ nameEn: ' ', nameZh: '' })).toEqual(['nameEn required', 'nameZh required']);
    expect(faults({ nameEn: 'young AND high afp' })).toEqual(['nameEn inUse']);
    expect(faults({ nameZh: '访视顺序颠倒或同日' })).toEqual(['nameZh inUse']);
    expect(faults({ nameEn: 'x'.repeat(121) })).toEqual(['nameEn tooLong']);
  });

  it('names the place of a variable, a type or a code that is unknown', () => {
    expect(faults({ condition: null })).toEqual(['condition required']);
    expect(faults({ condition: { variable: 'shoeSize', between: [1, 2] } })).toEqual(['condition.variable notInList']);
    expect(faults({ condition: { variable: 'own_shoe', isMissing: true } })).toEqual(['condition.variable notInList']);
    expect(faults({ condition: { variable: 'ageYears', in: ['60'] } })).toEqual(['condition wrongType']);
    expect(faults({ condition: { variable: 'ageYears', between: ['8 cm', null] } })).toEqual([
      'condition.between wrongType',
    ]);
    expect(faults({ condition: { and: [{ variable: 'arm', in: ['TACE'] }] } })).toEqual([
      'condition.and[0].in[0] notInList',
    ]);
  });
});

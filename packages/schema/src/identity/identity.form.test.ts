import { describe, expect, it } from 'vitest';
import { checkRow } from '../check-row.ts';
import { identityForm, tidyIdentity } from './identity.form.ts';

const faults = (row: object) =>
  checkRow(identityForm, row as Record<string, unknown>, { arm: [] }).map(({ field, severity }) => [field, severity]);

describe('the check of an identity', () => {
  // The two examples of GB 11643-1999, annex A.
  it.each(['11010519491231002X', '440524188001010014', '11010519491231002x'])('takes %s', (nationalId) => {
    expect(faults({ nationalId })).toEqual([]);
  });

  it.each(['110105194912310021', '440524188001010041', '１１０１０５１９４９１２３１００２１'])(
    'refuses %s for its check digit',
    (nationalId) => {
      expect(faults({ nationalId })).toEqual([['nationalId', 'error']]);
    },
  );

  it.each(['E12345678', '110105194912310', 'H12345678'])(
    'does not judge %s, which is another kind of number',
    (nationalId) => {
      expect(faults({ nationalId })).toEqual([]);
    },
  );

  it('doubts a date of birth that is another than in the number', () => {
    const nationalId = '11010519491231002X';
    expect(faults({ nationalId, dateOfBirth: '1949-12-31' })).toEqual([]);
    expect(faults({ nationalId, dateOfBirth: '1949-12-30' })).toEqual([
      ['nationalId', 'warning'],
      ['dateOfBirth', 'warning'],
    ]);
  });

  it('asks for at least one field, and for no field that it does not know', () => {
    expect(faults({}).length).toBe(5);
    expect(faults({ fullName: '  ' }).length).toBe(5);
    expect(faults({ fullName: 'x', address: 'y' })).toEqual([['address', 'error']]);
  });
});

it('stores digits of a Chinese input method as plain ones, and blanks as nothing', () => {
  expect(
    tidyIdentity({
      fullName: ' 测试﨑（合成） ',
      hospitalNumber: ' ０１２３４５ ',
      telephone: '  ',
      dateOfBirth: null,
    }),
  ).toEqual({
    fullName: '测试﨑（合成）',
    hospitalNumber: '012345',
    telephone: null,
    dateOfBirth: null,
  });
});

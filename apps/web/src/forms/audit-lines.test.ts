import { baselineForm } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { auditedValue, auditLines, plainValue } from './audit-lines.ts';

describe('lines of an audit entry', () => {
  test('a new record names what was filled in, in the order of the form', () => {
    const lines = auditLines(baselineForm, {
      form: 'baseline',
      action: 'create',
      changes: [
        { field: 'bclcStage', oldValue: null, newValue: 'B' },
        { field: 'cirrhosis', oldValue: null, newValue: null },
        { field: 'ecogPs', oldValue: null, newValue: '1' },
      ],
    });
    expect(lines.map(({ field, isFirst }) => [field, isFirst])).toEqual([
      ['ecogPs', true],
      ['bclcStage', true],
    ]);
  });

  test('a correction of an empty field shows that it was empty', () => {
    const [line] = auditLines(baselineForm, {
      form: 'baseline',
      action: 'correct',
      changes: [{ field: 'afpNgMl', oldValue: null, newValue: '20' }],
    });
    expect(line).toMatchObject({ isFirst: false, oldValue: null, newValue: '20', spec: baselineForm.fields.afpNgMl });
  });

  test('fields without a declaration are shown after those with one', () => {
    const lines = auditLines(baselineForm, {
      form: 'baseline',
      action: 'correct',
      changes: [
        { field: 'strange', oldValue: 'a', newValue: 'b' },
        { field: 'ecogPs', oldValue: '0', newValue: '1' },
      ],
    });
    expect(lines.map(({ field, spec }) => [field, spec === null])).toEqual([
      ['ecogPs', false],
      ['strange', true],
    ]);
  });

  test('a yes or no is shown as on the form', () => {
    expect(auditedValue(baselineForm.fields.cirrhosis, 'false')).toBe(false);
    expect(auditedValue(baselineForm.fields.cirrhosis, 'true')).toBe(true);
    expect(auditedValue(baselineForm.fields.cirrhosis, null)).toBeNull();
    expect(auditedValue(baselineForm.fields.afpNgMl, '20')).toBe('20');
  });
});

describe('plainValue', () => {
  test.each([
    ['a text', 'a text', 'a text'],
    [
      'JSON without its signs and without what is empty',
      '{"prps":0.8,"level":null,"patches":{"kept":4}}',
      'prps: 0.8, patches: kept: 4',
    ],
    ['a list', '["CR/PR",null,"SD/PD"]', 'CR/PR, SD/PD'],
    ['nothing', '[]', ''],
    ['a text that only begins like JSON', '[see note', '[see note'],
  ])('shows %s', (_, text, shown) => {
    expect(plainValue(text)).toBe(shown);
  });

  test('cuts what is too long to read in a list', () => {
    expect(plainValue('x'.repeat(200))).toBe(`${'x'.repeat(160)}…`);
  });
});

import { describe, expect, it } from 'vitest';
import { csvHeader, dataDictionary } from './describe-form.ts';
import { columnOf } from './form.ts';
import { baselineForm, forms } from './forms/index.ts';

describe('what follows from a declaration', () => {
  it('names columns in snake case', () => {
    expect(columnOf('afpNgMl')).toBe('afp_ng_ml');
    expect(csvHeader(baselineForm)).toContain('tumour_size_mm');
  });

  it('describes a field for the dictionary', () => {
    const rows = dataDictionary(baselineForm);
    expect(rows.find(({ column }) => column === 'tumour_size_mm')).toEqual({
      form: 'baseline',
      column: 'tumour_size_mm',
      kind: 'decimal',
      en: 'Largest tumour diameter',
      zh: '肿瘤最大径',
      unit: 'mm',
      permitted: '0 to 400',
      required: false,
      cdisc: 'LDIAM',
    });
    expect(rows.find(({ column }) => column === 'child_pugh_class')?.permitted).toBe(
      'Child-Pugh: A = A (5-6 points); B = B (7-9 points); C = C (10-15 points)',
    );
  });

  it('has English and Chinese names for every form, field and code, and distinct columns', () => {
    for (const form of forms) {
      const rows = dataDictionary(form);
      expect(new Set(rows.map(({ column }) => column)).size).toBe(rows.length);
      for (const { en, zh } of [form.label, ...rows]) {
        expect(en.trim()).not.toBe('');
        expect(zh).toMatch(/\p{Script=Han}/u);
      }
    }
  });
});

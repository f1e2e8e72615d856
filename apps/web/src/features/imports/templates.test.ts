import { csvOf, demographicsForm, forms, subjectVariables } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { dictionaryCsv, templateCsv } from './templates.ts';

describe('CSV for a spreadsheet', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['two\nlines', '"two\nlines"'],
    ['=a,"b"', `"'=a,""b"""`],
    ['肿瘤', '肿瘤'],
    ['1-2', '1-2'],
  ])('%s', (value, written) => {
    expect(csvOf([[value]])).toBe(`\uFEFF${written}\r\n`);
  });
});

describe('downloads', () => {
  test('a template begins with the columns that identify the patient', () => {
    expect(templateCsv(demographicsForm)).toBe('\uFEFFpatient_code,centre,enrolled_on,age_years,sex\r\n');
  });

  test('the dictionary has a line for every field of every form and for every variable of analysis', () => {
    const fields = forms.flatMap((form) => Object.keys(form.fields));
    expect(dictionaryCsv(forms).trimEnd().split('\r\n')).toHaveLength(1 + fields.length + subjectVariables.length);
    expect(dictionaryCsv(forms)).toContain(
      'demographics,age_years,integer,Age at enrolment,入组年龄,years,0 to 120,yes,AGE',
    );
    expect(dictionaryCsv(forms)).toContain(
      'analysis,osDays,quantity,Time of overall survival,总生存时间,days,,,,derived,outcome,sort',
    );
  });
});

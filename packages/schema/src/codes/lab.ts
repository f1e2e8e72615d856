import { defineCodes } from '../form.ts';
import { labTests } from '../labs/lab-tests.ts';

export const labTest = defineCodes({
  source: 'CDISC LBTESTCD',
  codes: labTests.map(({ code, label, ...test }) => ({ code, label, ...('also' in test ? { also: test.also } : {}) })),
});

const units: readonly string[] = [...new Set(labTests.flatMap(({ factors }) => Object.keys(factors)))];

/** Other ways in which laboratories write a unit. */
const also: Readonly<Record<string, readonly string[]>> = {
  'ug/L': ['μg/L', 'µg/L'],
  'umol/L': ['μmol/L', 'µmol/L'],
  'ukat/L': ['μkat/L', 'µkat/L'],
  '10^9/L': ['×10^9/L', 'x10^9/L', '10*9/L', 'G/L'],
  '10^3/uL': ['10^3/μL', '10^3/µL', 'K/uL'],
  'copies/mL': ['copy/mL', 'cp/mL', '拷贝/mL', '拷贝/毫升'],
  '/uL': ['/μL', '/µL'],
  '/mm3': ['/mm³'],
};

/** Which of them fits a test is in `labTests`. Symbols are the same in both languages. */
export const labUnit = defineCodes({
  source: 'Units of the laboratory tests',
  codes: units.map((unit) => ({
    code: unit,
    label: unit === 'ratio' ? { en: 'ratio', zh: '比值' } : { en: unit, zh: unit },
    ...(also[unit] ? { also: also[unit] } : {}),
  })),
});

export const labLimit = defineCodes({
  source: 'CDISC LBORRES, values outside the range of measurement',
  codes: [
    { code: '<', label: { en: 'Below what can be measured', zh: '低于检测下限' }, also: ['less than', '小于'] },
    { code: '>', label: { en: 'Above what can be measured', zh: '高于检测上限' }, also: ['greater than', '大于'] },
  ],
});

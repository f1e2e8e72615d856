import { defineCodes } from '../form.ts';

export const childPughClass = defineCodes({
  source: 'Child-Pugh',
  codes: [
    { code: 'A', label: { en: 'A (5-6 points)', zh: 'A级（5-6分）' } },
    { code: 'B', label: { en: 'B (7-9 points)', zh: 'B级（7-9分）' } },
    { code: 'C', label: { en: 'C (10-15 points)', zh: 'C级（10-15分）' } },
  ],
});

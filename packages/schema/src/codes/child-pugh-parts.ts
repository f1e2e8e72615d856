import { defineCodes } from '../form.ts';

/** The two parts of the Child-Pugh score that a clinician judges, in the steps that give 1, 2 and 3 points. */
export const ascites = defineCodes({
  source: 'Child-Pugh',
  codes: [
    { code: 'none', label: { en: 'None', zh: '无' } },
    { code: 'slight', label: { en: 'Slight', zh: '少量' } },
    { code: 'moderate', label: { en: 'Moderate or more', zh: '中量及以上' } },
  ],
});

export const encephalopathy = defineCodes({
  source: 'Child-Pugh',
  codes: [
    { code: 'none', label: { en: 'None', zh: '无' } },
    { code: 'grade1to2', label: { en: 'Grade 1-2', zh: '1-2 级' } },
    { code: 'grade3to4', label: { en: 'Grade 3-4', zh: '3-4 级' } },
  ],
});

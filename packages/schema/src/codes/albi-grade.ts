import { defineCodes } from '../form.ts';

export const albiGradeList = defineCodes({
  source: 'ALBI (Johnson et al., J Clin Oncol 2015;33:550)',
  codes: [
    { code: '1', label: { en: 'Grade 1 (to −2.60)', zh: '1级（≤ −2.60）' } },
    { code: '2', label: { en: 'Grade 2 (to −1.39)', zh: '2级（≤ −1.39）' } },
    { code: '3', label: { en: 'Grade 3 (above −1.39)', zh: '3级（> −1.39）' } },
  ],
});

import { defineCodes } from '../form.ts';

export const ctcaeGrade = defineCodes({
  source: 'CTCAE 5.0',
  codes: [
    { code: '1', label: { en: 'Grade 1 Mild', zh: '1级 轻度' } },
    { code: '2', label: { en: 'Grade 2 Moderate', zh: '2级 中度' } },
    { code: '3', label: { en: 'Grade 3 Severe', zh: '3级 重度' } },
    { code: '4', label: { en: 'Grade 4 Life-threatening', zh: '4级 危及生命' } },
    { code: '5', label: { en: 'Grade 5 Death', zh: '5级 死亡' } },
  ],
});

import { defineCodes } from '../form.ts';

export const evaluationSet = defineCodes({
  source: 'Patient-level split of the study',
  codes: [
    { code: 'training', label: { en: 'Training set', zh: '训练集' } },
    { code: 'internal', label: { en: 'Internal test set', zh: '内部测试集' } },
    {
      code: 'external',
      label: { en: 'Held-out centre subset (published as external)', zh: '留出中心子集（原文称外部测试集）' },
    },
  ],
});

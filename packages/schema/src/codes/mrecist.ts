import { defineCodes } from '../form.ts';

export const mrecistResponse = defineCodes({
  source: 'mRECIST (Lencioni and Llovet 2010)',
  codes: [
    { code: 'CR', label: { en: 'Complete response', zh: '完全缓解' } },
    { code: 'PR', label: { en: 'Partial response', zh: '部分缓解' } },
    { code: 'SD', label: { en: 'Stable disease', zh: '疾病稳定' } },
    { code: 'PD', label: { en: 'Progressive disease', zh: '疾病进展' } },
    { code: 'NE', label: { en: 'Not evaluable', zh: '不可评价' } },
  ],
});

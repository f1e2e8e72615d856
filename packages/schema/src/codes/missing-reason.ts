import { defineCodes } from '../form.ts';

/** Why a value is missing. All but `pending` answer the field for good. */
export const missingReason = defineCodes({
  source: 'HAIM portal 1',
  codes: [
    { code: 'notDone', label: { en: 'Not done', zh: '未做' } },
    { code: 'notApplicable', label: { en: 'Not applicable', zh: '不适用' } },
    { code: 'unknown', label: { en: 'Unknown', zh: '未知' } },
    { code: 'refused', label: { en: 'Refused', zh: '拒绝' } },
    { code: 'pending', label: { en: 'Pending', zh: '待定' } },
  ],
});

export type MissingReason = (typeof missingReason)['codes'][number]['code'];

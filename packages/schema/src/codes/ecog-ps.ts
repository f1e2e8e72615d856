import { defineCodes } from '../form.ts';

export const ecogPs = defineCodes({
  source: 'ECOG performance status',
  codes: [
    { code: '0', label: { en: '0 Fully active', zh: '0 活动完全正常' } },
    { code: '1', label: { en: '1 Restricted in strenuous activity', zh: '1 重体力活动受限' } },
    { code: '2', label: { en: '2 Ambulatory, unable to work', zh: '2 能自理，不能工作' } },
    { code: '3', label: { en: '3 Limited self-care', zh: '3 仅能部分自理' } },
    { code: '4', label: { en: '4 Completely disabled', zh: '4 完全不能自理' } },
  ],
});

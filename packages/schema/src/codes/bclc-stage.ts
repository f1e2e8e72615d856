import { defineCodes } from '../form.ts';

export const bclcStage = defineCodes({
  source: 'BCLC 2022',
  codes: [
    { code: '0', label: { en: 'Very early', zh: '极早期' } },
    { code: 'A', label: { en: 'Early', zh: '早期' } },
    { code: 'B', label: { en: 'Intermediate', zh: '中期' } },
    { code: 'C', label: { en: 'Advanced', zh: '晚期' } },
    { code: 'D', label: { en: 'Terminal', zh: '终末期' } },
  ],
});

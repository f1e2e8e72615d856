import { defineCodes } from '../form.ts';

/** Seriousness is not severity: it is what an event led to. */
export const seriousness = defineCodes({
  source: 'ICH E2A, section II.B',
  codes: [
    { code: 'death', label: { en: 'Death', zh: '死亡' } },
    { code: 'lifeThreatening', label: { en: 'Life-threatening', zh: '危及生命' } },
    { code: 'hospital', label: { en: 'Hospital admission or longer stay', zh: '住院或住院时间延长' } },
    { code: 'disability', label: { en: 'Lasting or marked disability', zh: '永久或显著残疾' } },
    { code: 'congenital', label: { en: 'Congenital anomaly', zh: '先天性异常' } },
    { code: 'important', label: { en: 'Another important medical event', zh: '其他重要医学事件' } },
  ],
});

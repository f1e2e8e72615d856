import { defineCodes } from '../form.ts';

export const haicRegimen = defineCodes({
  source: 'Regimens of hepatic arterial infusion chemotherapy',
  codes: [
    {
      code: 'folfox',
      label: { en: 'FOLFOX (oxaliplatin, leucovorin, fluorouracil)', zh: 'FOLFOX（奥沙利铂、亚叶酸钙、氟尿嘧啶）' },
    },
    { code: 'oxaliplatinRaltitrexed', label: { en: 'Oxaliplatin and raltitrexed', zh: '奥沙利铂联合雷替曲塞' } },
    { code: 'other', label: { en: 'Another', zh: '其他' } },
  ],
});

export const doseChange = defineCodes({
  source: 'CDISC EXADJ',
  codes: [
    { code: 'none', label: { en: 'As planned', zh: '按计划' } },
    { code: 'reduced', label: { en: 'Reduced', zh: '减量' } },
    { code: 'delayed', label: { en: 'Delayed', zh: '延迟' } },
    { code: 'interrupted', label: { en: 'Interrupted', zh: '中断' } },
  ],
});

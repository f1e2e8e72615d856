import { defineCodes } from '../form.ts';

export const systemicClass = defineCodes({
  source: 'Classes of systemic treatment added to HAIC',
  codes: [
    { code: 'tki', label: { en: 'TKI', zh: 'TKI' }, also: ['tyrosine kinase inhibitor', '酪氨酸激酶抑制剂'] },
    { code: 'ici', label: { en: 'ICI', zh: 'ICI' }, also: ['immune checkpoint inhibitor', '免疫检查点抑制剂'] },
  ],
});

/** International nonproprietary names; which class each belongs to is in `drugsByClass`. */
export const systemicDrug = defineCodes({
  source: 'WHO international nonproprietary names',
  codes: [
    { code: 'apatinib', label: { en: 'Apatinib (rivoceranib)', zh: '阿帕替尼' }, also: ['rivoceranib'] },
    { code: 'donafenib', label: { en: 'Donafenib', zh: '多纳非尼' } },
    { code: 'lenvatinib', label: { en: 'Lenvatinib', zh: '仑伐替尼' } },
    { code: 'regorafenib', label: { en: 'Regorafenib', zh: '瑞戈非尼' } },
    { code: 'sorafenib', label: { en: 'Sorafenib', zh: '索拉非尼' } },
    { code: 'otherTki', label: { en: 'Another TKI', zh: '其他 TKI' } },
    { code: 'atezolizumab', label: { en: 'Atezolizumab', zh: '阿替利珠单抗' } },
    { code: 'camrelizumab', label: { en: 'Camrelizumab', zh: '卡瑞利珠单抗' } },
    { code: 'durvalumab', label: { en: 'Durvalumab', zh: '度伐利尤单抗' } },
    { code: 'nivolumab', label: { en: 'Nivolumab', zh: '纳武利尤单抗' } },
    { code: 'pembrolizumab', label: { en: 'Pembrolizumab', zh: '帕博利珠单抗' } },
    { code: 'sintilimab', label: { en: 'Sintilimab', zh: '信迪利单抗' } },
    { code: 'tislelizumab', label: { en: 'Tislelizumab', zh: '替雷利珠单抗' } },
    { code: 'toripalimab', label: { en: 'Toripalimab', zh: '特瑞普利单抗' } },
    { code: 'otherIci', label: { en: 'Another ICI', zh: '其他 ICI' } },
  ],
});

export const drugsByClass: Readonly<Record<string, readonly string[]>> = {
  tki: ['apatinib', 'donafenib', 'lenvatinib', 'regorafenib', 'sorafenib', 'otherTki'],
  ici: [
    'atezolizumab',
    'camrelizumab',
    'durvalumab',
    'nivolumab',
    'pembrolizumab',
    'sintilimab',
    'tislelizumab',
    'toripalimab',
    'otherIci',
  ],
};

export const stopReason = defineCodes({
  source: 'CDISC DSDECOD, reasons for the end of treatment',
  codes: [
    { code: 'progression', label: { en: 'Progression', zh: '疾病进展' } },
    { code: 'adverseEvent', label: { en: 'Adverse event', zh: '不良事件' } },
    { code: 'completed', label: { en: 'Completed', zh: '完成治疗' } },
    { code: 'wish', label: { en: 'Wish of the patient', zh: '患者意愿' } },
    { code: 'death', label: { en: 'Death', zh: '死亡' } },
    { code: 'other', label: { en: 'Another', zh: '其他' } },
  ],
});

export const laterTherapy = defineCodes({
  source: 'Treatments of hepatocellular carcinoma, BCLC 2022',
  codes: [
    { code: 'resection', label: { en: 'Resection', zh: '手术切除' } },
    { code: 'transplant', label: { en: 'Liver transplant', zh: '肝移植' } },
    { code: 'ablation', label: { en: 'Ablation', zh: '消融' } },
    { code: 'tace', label: { en: 'TACE', zh: 'TACE' } },
    { code: 'radiotherapy', label: { en: 'Radiotherapy', zh: '放疗' } },
    { code: 'systemic', label: { en: 'Systemic treatment', zh: '系统治疗' } },
    { code: 'haic', label: { en: 'HAIC again', zh: '再次 HAIC' } },
    { code: 'other', label: { en: 'Another', zh: '其他' } },
  ],
});

import { type Label } from '../form.ts';

/** The system organ classes of CTCAE 5.0. */
export const organClasses = {
  blood: { en: 'Blood and lymphatic system disorders', zh: '血液和淋巴系统疾病' },
  cardiac: { en: 'Cardiac disorders', zh: '心脏疾病' },
  congenital: { en: 'Congenital, familial and genetic disorders', zh: '先天性、家族性和遗传性疾病' },
  ear: { en: 'Ear and labyrinth disorders', zh: '耳和迷路疾病' },
  endocrine: { en: 'Endocrine disorders', zh: '内分泌系统疾病' },
  eye: { en: 'Eye disorders', zh: '眼部疾病' },
  gastrointestinal: { en: 'Gastrointestinal disorders', zh: '胃肠道疾病' },
  general: { en: 'General disorders and administration site conditions', zh: '全身性疾病及给药部位反应' },
  hepatobiliary: { en: 'Hepatobiliary disorders', zh: '肝胆疾病' },
  immune: { en: 'Immune system disorders', zh: '免疫系统疾病' },
  infections: { en: 'Infections and infestations', zh: '感染和侵染' },
  injury: { en: 'Injury, poisoning and procedural complications', zh: '损伤、中毒和操作并发症' },
  investigations: { en: 'Investigations', zh: '实验室检查' },
  metabolism: { en: 'Metabolism and nutrition disorders', zh: '代谢和营养疾病' },
  musculoskeletal: { en: 'Musculoskeletal and connective tissue disorders', zh: '肌肉骨骼和结缔组织疾病' },
  neoplasms: {
    en: 'Neoplasms benign, malignant and unspecified (incl cysts and polyps)',
    zh: '良性、恶性及性质不明的肿瘤（包括囊肿和息肉）',
  },
  nervous: { en: 'Nervous system disorders', zh: '神经系统疾病' },
  pregnancy: { en: 'Pregnancy, puerperium and perinatal conditions', zh: '妊娠、产褥期和围产期状况' },
  psychiatric: { en: 'Psychiatric disorders', zh: '精神疾病' },
  renal: { en: 'Renal and urinary disorders', zh: '肾脏和泌尿系统疾病' },
  reproductive: { en: 'Reproductive system and breast disorders', zh: '生殖系统和乳腺疾病' },
  respiratory: { en: 'Respiratory, thoracic and mediastinal disorders', zh: '呼吸、胸廓和纵隔疾病' },
  skin: { en: 'Skin and subcutaneous tissue disorders', zh: '皮肤和皮下组织疾病' },
  social: { en: 'Social circumstances', zh: '社会环境' },
  surgical: { en: 'Surgical and medical procedures', zh: '外科和医疗操作' },
  vascular: { en: 'Vascular disorders', zh: '血管疾病' },
} as const satisfies Record<string, Label>;

export type OrganClass = keyof typeof organClasses;

/** The class of this English name, whatever its case and blanks; null if CTCAE has none of it. */
export function organClassNamed(text: string): OrganClass | null {
  const word = wordOf(text);
  const found = Object.entries(organClasses).find(([, { en }]) => wordOf(en) === word);
  return (found?.[0] as OrganClass | undefined) ?? null;
}

function wordOf(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

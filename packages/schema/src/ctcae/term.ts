import { type Label } from '../form.ts';
import { type OrganClass } from './organ-class.ts';

export const grades = ['1', '2', '3', '4', '5'] as const;
export type Grade = (typeof grades)[number];

/** What each grade of a term means, grade 1 first; null: the term does not have this grade. */
export type GradeTexts = readonly [Label | null, Label | null, Label | null, Label | null, Label | null];

/**
 * A term of CTCAE 5.0 (NCI, 27 November 2017). `name.en` is the standard's own name; what its grades mean is the
 * standard's content in words of the portal, shortened: in doubt the standard decides.
 */
export interface CtcaeTerm {
  readonly name: Label;
  readonly organClass: OrganClass;
  readonly grades: GradeTexts;
  /** Lay words and abbreviations, by which a search finds the term; they are not names of it. */
  readonly also: readonly string[];
  /** The standard's definition, where its workbook was imported. */
  readonly definition?: Label;
}

/** A term of a class: `[name, name in Chinese, grades, other words]`. */
export type Row = readonly [en: string, zh: string, grades: GradeTexts, also?: readonly string[]];

export function termsOf(organClass: OrganClass, rows: readonly Row[]): CtcaeTerm[] {
  return rows.map(([en, zh, texts, also = []]) => ({ name: { en, zh }, organClass, grades: texts, also }));
}

export function says(en: string, zh: string): Label {
  return { en, zh };
}

/* What many terms have in common. ADL: activities of daily living. */

export const death = says('Death', '死亡');
export const urgent = says('Life-threatening; urgent treatment needed', '危及生命；需紧急治疗');
export const operated = says('Life-threatening; urgent operation needed', '危及生命；需紧急手术');
export const found = says('Found by examination or test alone; no treatment needed', '仅检查发现；无需治疗');
export const mild = says('Mild symptoms; no treatment needed', '症状轻微；无需治疗');
export const moderate = says('Moderate symptoms; limit instrumental ADL', '中度症状；影响工具性日常生活活动');
export const severe = says('Severe symptoms; limit self-care', '重度症状；影响自理性日常生活活动');

export const pain: GradeTexts = [
  says('Mild pain', '轻度疼痛'),
  says('Moderate pain; limits instrumental ADL', '中度疼痛；影响工具性日常生活活动'),
  says('Severe pain; limits self-care', '重度疼痛；影响自理性日常生活活动'),
  null,
  null,
];

export const symptoms: GradeTexts = [mild, moderate, severe, null, null];

export const bleeding: GradeTexts = [
  mild,
  says('Moderate symptoms; treatment needed', '中度症状；需治疗'),
  says('Transfusion, an invasive procedure or hospital needed', '需输血、侵入性操作或住院'),
  urgent,
  death,
];

export const infection: GradeTexts = [
  null,
  says('Treatment by mouth needed (antibiotic, antifungal or antiviral)', '需口服抗感染治疗（抗细菌、抗真菌或抗病毒）'),
  says('Intravenous treatment or an invasive procedure needed', '需静脉抗感染治疗或侵入性操作'),
  urgent,
  death,
];

/** Multiples of the upper limit; of the baseline where that was abnormal. */
export function multiples(first: string, second: string, third: string): GradeTexts {
  const above = (from: string, to: string) =>
    says(
      `Over ${from} to ${to} × upper limit of normal (× baseline if that was abnormal)`,
      `> ${from} 至 ${to} × 正常值上限（基线异常者按基线倍数）`,
    );
  return [
    says(
      `Over the upper limit of normal to ${first} × (if baseline was abnormal, by multiples of it)`,
      `> 正常值上限至 ${first} 倍（基线异常者按基线倍数）`,
    ),
    above(first, second),
    above(second, third),
    says(
      `Over ${third} × upper limit of normal (× baseline if that was abnormal)`,
      `> ${third} × 正常值上限（基线异常者按基线倍数）`,
    ),
    null,
  ];
}

/** Below the lower limit in steps, in one unit; the last step has no grade of death. */
export function below(unit: string, [first, second, third]: readonly [string, string, string]): GradeTexts {
  return [
    says(`Below the lower limit of normal to ${first} ${unit}`, `< 正常值下限至 ${first} ${unit}`),
    says(`Below ${first} to ${second} ${unit}`, `< ${first} 至 ${second} ${unit}`),
    says(`Below ${second} to ${third} ${unit}`, `< ${second} 至 ${third} ${unit}`),
    says(`Below ${third} ${unit}`, `< ${third} ${unit}`),
    null,
  ];
}

import { albiGradeList } from '../codes/albi-grade.ts';
import { bclcStage } from '../codes/bclc-stage.ts';
import { childPughClass } from '../codes/child-pugh.ts';
import { type Label } from '../form.ts';
import { defineVariable, type SubjectVariable, type VariableSpec } from './variable.ts';

/**
 * The last laboratory results on or before time zero that are numbers, in the standard units of their tests
 * (`labs/lab-tests.ts`), and what is scored from them (`staging`).
 */
export const resultVariables: readonly SubjectVariable[] = [
  result('albiScore', 'albi_score', 'liver', {
    kind: 'quantity',
    label: { en: 'ALBI score', zh: 'ALBI 评分' },
  }),
  result('albiGrade', 'albi_grade', 'liver', {
    kind: 'category',
    label: { en: 'ALBI grade', zh: 'ALBI 分级' },
    list: albiGradeList,
  }),
  result('childPughPoints', 'child_pugh_points', 'liver', {
    kind: 'quantity',
    stored: 'int',
    label: { en: 'Child-Pugh points, derived', zh: 'Child-Pugh 评分（推导）' },
  }),
  result('derivedChildPughClass', 'derived_child_pugh_class', 'liver', {
    kind: 'category',
    label: { en: 'Child-Pugh class, derived', zh: 'Child-Pugh 分级（推导）' },
    list: childPughClass,
  }),
  result('derivedBclcStage', 'derived_bclc_stage', 'stage', {
    kind: 'category',
    label: { en: 'BCLC stage, derived', zh: 'BCLC 分期（推导）' },
    list: bclcStage,
  }),
  measured('bilirubinUmolL', 'bilirubin_umol_l', 'µmol/L', { en: 'Total bilirubin', zh: '总胆红素' }),
  measured('albuminGL', 'albumin_g_l', 'g/L', { en: 'Albumin', zh: '白蛋白' }),
  measured('inr', 'inr', null, { en: 'INR', zh: '国际标准化比值（INR）' }),
  measured('altUL', 'alt_u_l', 'U/L', { en: 'Alanine aminotransferase (ALT)', zh: '丙氨酸氨基转移酶（ALT）' }),
  measured('plateletsGL', 'platelets_g_l', '10⁹/L', { en: 'Platelets', zh: '血小板' }),
  result('afpResultNgMl', 'afp_result_ng_ml', 'tumour', {
    kind: 'quantity',
    unit: 'ng/mL',
    label: { en: 'AFP, last result before treatment', zh: 'AFP（治疗前末次结果）' },
    short: { en: 'AFP, last result', zh: 'AFP 末次结果' },
    logarithm: {
      name: 'afpResultLog10',
      label: {
        en: 'AFP, last result (per tenfold; below 1 ng/mL counts as 1)',
        zh: 'AFP 末次结果（每 10 倍；低于 1 ng/mL 按 1 计）',
      },
      floor: 1,
    },
  }),
];

type ResultSpec = Omit<VariableSpec, 'name' | 'column' | 'from' | 'known' | 'theme'>;

function result(name: string, column: string, theme: 'stage' | 'liver' | 'tumour', spec: ResultSpec): SubjectVariable {
  return defineVariable({ name, column, from: 'derived', known: 'timeZero', theme, ...spec });
}

function measured(name: string, column: string, unit: string | null, label: Label): SubjectVariable {
  return result(name, column, 'liver', { kind: 'quantity', unit, label });
}

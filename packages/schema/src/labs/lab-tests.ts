import { type Label } from '../form.ts';

/** How values of one unit become values of the standard unit: multiplied by this. */
export type Factors = Readonly<Record<string, number>>;

export interface LabTest {
  /** Also the CDISC LBTESTCD. */
  readonly code: string;
  readonly label: Label;
  readonly also?: readonly string[];
  /** The unit that values are compared in; its own factor is 1. */
  readonly standard: string;
  readonly factors: Factors;
  /** In the standard unit: a value outside is kept with a warning, because it is usually one of another unit. */
  readonly usual: readonly [lowest: number, highest: number];
}

/*
 * Where factors come from. Amounts of substance: the molar mass, bilirubin 584.7 g/mol (1 mg/dL = 17.1 µmol/L) and
 * creatinine 113.1 g/mol (1 mg/dL = 88.4 µmol/L), as the AMA Manual of Style prints them; haemoglobin 16.114 g/mmol of
 * one chain. AFP: WHO International Standard 72/225, 1 IU = 1.21 ng. Catalytic activity: 1 µkat = 60 U, by the
 * definition of both. HBV DNA: 5 copies are 1 IU (EASL, clinical practice guidelines on chronic hepatitis B, 2009), about:
 * assays differ from 3.4 to 5.8. The others differ by powers of ten.
 *
 * `usual` is the portal's own choice and no reference range: wide enough for a patient with liver failure or
 * myelosuppression, narrow enough that a value typed in another of the units below falls outside where it can.
 */
const perLitre: Factors = { '10^9/L': 1, '10^3/uL': 1, '/uL': 0.001, '/mm3': 0.001 };
const activity: Factors = { 'U/L': 1, 'IU/L': 1, 'ukat/L': 60 };
const electrolyte: Factors = { 'mmol/L': 1, 'mEq/L': 1 };

export const labTests = [
  {
    code: 'AFP',
    label: { en: 'Alpha-fetoprotein (AFP)', zh: '甲胎蛋白（AFP）' },
    standard: 'ng/mL',
    factors: { 'ng/mL': 1, 'ug/L': 1, 'IU/mL': 1.21, 'kIU/L': 1.21 },
    usual: [0, 10_000_000],
  },
  {
    code: 'PIVKAII',
    label: { en: 'PIVKA-II (DCP)', zh: '异常凝血酶原（PIVKA-II）' },
    standard: 'mAU/mL',
    factors: { 'mAU/mL': 1 },
    usual: [0, 1_000_000],
  },
  {
    code: 'BILI',
    label: { en: 'Total bilirubin', zh: '总胆红素' },
    standard: 'umol/L',
    factors: { 'umol/L': 1, 'mg/dL': 17.1 },
    usual: [2, 1000],
  },
  {
    code: 'ALB',
    label: { en: 'Albumin', zh: '白蛋白' },
    standard: 'g/L',
    factors: { 'g/L': 1, 'g/dL': 10 },
    usual: [10, 70],
  },
  {
    code: 'INR',
    label: { en: 'INR of the prothrombin time', zh: '国际标准化比值（INR）' },
    standard: 'ratio',
    factors: { ratio: 1 },
    usual: [0.5, 15],
  },
  {
    code: 'ALT',
    label: { en: 'Alanine aminotransferase (ALT)', zh: '丙氨酸氨基转移酶（ALT）' },
    also: ['GPT', '谷丙转氨酶'],
    standard: 'U/L',
    factors: activity,
    usual: [1, 20000],
  },
  {
    code: 'AST',
    label: { en: 'Aspartate aminotransferase (AST)', zh: '天冬氨酸氨基转移酶（AST）' },
    also: ['GOT', '谷草转氨酶'],
    standard: 'U/L',
    factors: activity,
    usual: [1, 20000],
  },
  {
    code: 'ALP',
    label: { en: 'Alkaline phosphatase (ALP)', zh: '碱性磷酸酶（ALP）' },
    standard: 'U/L',
    factors: activity,
    usual: [5, 5000],
  },
  {
    code: 'GGT',
    label: { en: 'Gamma-glutamyltransferase (GGT)', zh: 'γ-谷氨酰转移酶（GGT）' },
    standard: 'U/L',
    factors: activity,
    usual: [1, 5000],
  },
  {
    code: 'CREAT',
    label: { en: 'Creatinine', zh: '肌酐' },
    standard: 'umol/L',
    factors: { 'umol/L': 1, 'mg/dL': 88.4 },
    usual: [15, 2000],
  },
  { code: 'PLAT', label: { en: 'Platelets', zh: '血小板' }, standard: '10^9/L', factors: perLitre, usual: [1, 2000] },
  {
    code: 'NEUT',
    label: { en: 'Neutrophils', zh: '中性粒细胞' },
    standard: '10^9/L',
    factors: perLitre,
    usual: [0, 100],
  },
  { code: 'LYM', label: { en: 'Lymphocytes', zh: '淋巴细胞' }, standard: '10^9/L', factors: perLitre, usual: [0, 100] },
  {
    code: 'WBC',
    label: { en: 'White blood cells', zh: '白细胞' },
    standard: '10^9/L',
    factors: perLitre,
    usual: [0.1, 200],
  },
  {
    code: 'HGB',
    label: { en: 'Haemoglobin', zh: '血红蛋白' },
    also: ['Hemoglobin'],
    standard: 'g/L',
    factors: { 'g/L': 1, 'g/dL': 10, 'mmol/L': 16.114 },
    usual: [20, 250],
  },
  {
    code: 'HBVVLD',
    label: { en: 'HBV DNA', zh: '乙型肝炎病毒 DNA（HBV DNA）' },
    also: ['HBVDNA', 'HBV-DNA', '乙肝病毒DNA', '乙肝DNA'],
    standard: 'IU/mL',
    factors: { 'IU/mL': 1, 'copies/mL': 0.2 },
    usual: [0, 100_000_000_000],
  },
  { code: 'K', label: { en: 'Potassium', zh: '钾' }, standard: 'mmol/L', factors: electrolyte, usual: [1.5, 10] },
  { code: 'SODIUM', label: { en: 'Sodium', zh: '钠' }, standard: 'mmol/L', factors: electrolyte, usual: [90, 200] },
] as const satisfies readonly LabTest[];

export type LabTestCode = (typeof labTests)[number]['code'];

export function labTestOf(code: unknown): LabTest | undefined {
  return labTests.find((test) => test.code === code);
}

/** The value in the standard unit of its test; null where the test, or the unit for it, is not known. */
export function standardValue(code: unknown, value: number, unit: string): number | null {
  const factor = labTestOf(code)?.factors[unit];
  return factor === undefined ? null : value * factor;
}

/** Whether a value is one that patients usually have; true of a test or unit that is not known. */
export function isUsual(code: unknown, value: number, unit: string): boolean {
  const [lowest, highest] = labTestOf(code)?.usual ?? [-Infinity, Infinity];
  const standard = standardValue(code, value, unit);
  return standard === null || (standard >= lowest && standard <= highest);
}

import { defineForm } from '../form.ts';

const derived = (en: string, zh: string) => ({
  en: `no longer asked: derived from ${en}`,
  zh: `不再询问：由${zh}得出`,
});
const ofPatient = { theme: 'person', conditionsOnly: true } as const;

/**
 * What a person has to answer about inclusion and exclusion; true means that the statement applies to the patient. What
 * other forms record is not asked here again: the criteria of a study (`../eligibility`) read both. Questions of its own a
 * study adds to this form as fields.
 */
export const eligibilityForm = defineForm(
  'eligibility',
  { label: { en: 'Eligibility', zh: '入排标准' }, repeats: false },
  {
    largestLesionOver50mm: {
      kind: 'boolean',
      label: { en: 'Largest lesion over 50 mm', zh: '最大病灶 > 50 mm' },
      retired: derived('the largest tumour diameter', '最大肿瘤直径'),
    },
    twoOrMoreHaicCycles: {
      kind: 'boolean',
      label: { en: 'At least two HAIC cycles', zh: '至少 2 个 HAIC 周期' },
      retired: derived('the cycles given', '已完成的周期数'),
    },
    baselineImagingAvailable: {
      kind: 'boolean',
      label: { en: 'Baseline contrast-enhanced CT or MRI available', zh: '有基线增强 CT 或 MRI' },
      analysis: { ...ofPatient, known: 'timeZero' },
    },
    followUpImagingAvailable: {
      kind: 'boolean',
      label: { en: 'Imaging every two to three cycles available', zh: '有每 2-3 周期的影像随访' },
      analysis: { ...ofPatient, known: 'outcome' },
    },
    childPughC: {
      kind: 'boolean',
      label: { en: 'Child-Pugh class C (excludes)', zh: 'Child-Pugh C 级（排除）' },
      retired: derived('the Child-Pugh class at baseline', '基线 Child-Pugh 分级'),
    },
    ecogOver2: {
      kind: 'boolean',
      label: { en: 'ECOG PS over 2 (excludes)', zh: 'ECOG PS > 2（排除）' },
      retired: derived('the ECOG PS at baseline', '基线 ECOG PS'),
    },
    otherMalignancy: {
      kind: 'boolean',
      label: { en: 'Other malignant tumour (excludes)', zh: '合并其他恶性肿瘤（排除）' },
      analysis: { ...ofPatient, known: 'timeZero', plural: 'otherMalignancies' },
    },
    feedingArteryUnidentified: {
      kind: 'boolean',
      label: { en: 'Feeding artery not identifiable (excludes)', zh: '无法识别供瘤动脉（排除）' },
      analysis: { ...ofPatient, known: 'timeZero' },
    },
    lostToFollowUp: {
      kind: 'boolean',
      label: { en: 'Lost to follow-up, or records incomplete (excludes)', zh: '失去随访或资料不完整（排除）' },
      analysis: { ...ofPatient, known: 'outcome' },
    },
  },
);

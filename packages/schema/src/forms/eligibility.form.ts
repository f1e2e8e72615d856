import { defineForm } from '../form.ts';

/** Inclusion and exclusion as the study states them; true means that the statement applies to the patient. */
export const eligibilityForm = defineForm(
  'eligibility',
  { label: { en: 'Eligibility', zh: '入排标准' }, repeats: false },
  {
    largestLesionOver50mm: { kind: 'boolean', label: { en: 'Largest lesion over 50 mm', zh: '最大病灶 > 50 mm' } },
    twoOrMoreHaicCycles: { kind: 'boolean', label: { en: 'At least two HAIC cycles', zh: '至少 2 个 HAIC 周期' } },
    baselineImagingAvailable: {
      kind: 'boolean',
      label: { en: 'Baseline contrast-enhanced CT or MRI available', zh: '有基线增强 CT 或 MRI' },
    },
    followUpImagingAvailable: {
      kind: 'boolean',
      label: { en: 'Imaging every two to three cycles available', zh: '有每 2-3 周期的影像随访' },
    },
    childPughC: { kind: 'boolean', label: { en: 'Child-Pugh class C (excludes)', zh: 'Child-Pugh C 级（排除）' } },
    ecogOver2: { kind: 'boolean', label: { en: 'ECOG PS over 2 (excludes)', zh: 'ECOG PS > 2（排除）' } },
    otherMalignancy: {
      kind: 'boolean',
      label: { en: 'Other malignant tumour (excludes)', zh: '合并其他恶性肿瘤（排除）' },
    },
    feedingArteryUnidentified: {
      kind: 'boolean',
      label: { en: 'Feeding artery not identifiable (excludes)', zh: '无法识别供瘤动脉（排除）' },
    },
  },
);

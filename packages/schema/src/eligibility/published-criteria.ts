import { type Criterion } from './criterion.ts';

const yes = (variable: string) => ({ variable, in: ['true'] });

/**
 * The criteria of the published study of HAIC with or without TKI and ICI in large hepatocellular carcinoma, in the order
 * in which it names them. A study may start from them; none has them by itself.
 */
export const publishedCriteria: readonly Criterion[] = [
  {
    code: 'lesionOver50mm',
    kind: 'inclusion',
    label: { en: 'Largest lesion over 50 mm', zh: '最大病灶 > 50 mm' },
    filter: { not: { variable: 'tumourSizeMm', between: [null, 50] } },
  },
  {
    code: 'twoHaicCycles',
    kind: 'inclusion',
    label: { en: 'At least two HAIC cycles', zh: '至少 2 个 HAIC 周期' },
    filter: { variable: 'haicCyclesGiven', between: [2, null] },
  },
  {
    code: 'baselineImaging',
    kind: 'inclusion',
    label: { en: 'Contrast-enhanced CT or MRI at baseline', zh: '有基线增强 CT 或 MRI' },
    filter: yes('baselineImagingAvailable'),
  },
  {
    code: 'followUpImaging',
    kind: 'inclusion',
    label: { en: 'Imaging every two to three cycles', zh: '每 2-3 周期有影像评估' },
    filter: yes('followUpImagingAvailable'),
  },
  {
    code: 'childPughC',
    kind: 'exclusion',
    label: { en: 'Child-Pugh class C', zh: 'Child-Pugh C 级' },
    filter: { variable: 'childPughClass', in: ['C'] },
  },
  {
    code: 'ecogOver2',
    kind: 'exclusion',
    label: { en: 'ECOG PS over 2', zh: 'ECOG PS > 2' },
    filter: { variable: 'ecogPs', in: ['3', '4'] },
  },
  {
    code: 'otherMalignancy',
    kind: 'exclusion',
    label: { en: 'Another malignant tumour', zh: '合并其他恶性肿瘤' },
    filter: yes('otherMalignancy'),
  },
  {
    code: 'feedingArtery',
    kind: 'exclusion',
    label: { en: 'Feeding artery not identifiable', zh: '无法识别供瘤动脉' },
    filter: yes('feedingArteryUnidentified'),
  },
  {
    code: 'lostToFollowUp',
    kind: 'exclusion',
    label: { en: 'Lost to follow-up, or records incomplete', zh: '失访或资料不完整' },
    filter: yes('lostToFollowUp'),
  },
];

import { count, labels } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

/** Whom an analysis leaves out because the study did not mean to take them in, and what that does to a comparison. */
export const eligibility = {
  ineligibleLeftOut: sentence(
    { n: count, reasons: labels },
    ({ n, reasons }, { n: patients }) =>
      `${n} ${plural(patients, 'patient', 'patients')} left out as not eligible, by the first criterion not met: ${reasons}.`,
    ({ n, reasons }) => `因不符合入排标准未计入 ${n} 例，按首个未符合的标准：${reasons}。`,
  ),
  ineligibleLeftOutOfAll: fixed(
    'Patients who are not eligible are left out; how many they are is not told across centres.',
    '不符合入排标准的患者未计入；跨中心时不显示其人数。',
  ),
  everybodyCounted: fixed(
    'Everybody who is enrolled is counted, whether eligible or not: so the study has set it.',
    '按本研究设置，所有已入组患者均计入，无论是否符合入排标准。',
  ),
  eligibilityNotKnown: sentence(
    { n: count },
    ({ n }, { n: patients }) =>
      `${n} ${plural(patients, 'patient is', 'patients are')} counted whose eligibility is not yet known: a value that a criterion needs is missing.`,
    ({ n }) => `计入的患者中有 ${n} 例入排资格尚不明确：缺少某条标准所需的值。`,
  ),
  criteriaAfterTimeZero: sentence(
    { criteria: labels },
    ({ criteria }) =>
      `Known only after time zero: ${criteria}. Whoever meets such a criterion has lived until it could be met (guarantee time), and whoever was lost or died before is selected out: survival is overestimated, and most where early events are frequent. Compare with everybody counted, or from a landmark.`,
    ({ criteria }) =>
      `时间零点之后才可知：${criteria}。符合此类标准者必已存活至可判定之时（保证时间），此前失访或死亡者被选择性剔除：生存会被高估，早期事件越多越明显。请与全部患者计入的结果对照，或采用界标（landmark）分析。`,
  ),
  flowOfPatients: fixed(
    'Computed from the records at each request. Screened are the lines of the screening log and every patient who has none there. Reasons count each person once, by the first criterion not met in the order of the study. At each step the boxes below add up to the box above.',
    '每次打开时由记录计算。筛选人数为筛选日志中的条目加上日志中没有条目的患者。每人只按研究顺序中首个未符合的标准计一次原因。每一步各框之和等于其上一框。',
  ),
} as const;

import { choice, count, label, text, texts } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

/** Patients who are not counted or counted with a warning, and where scores and thresholds come from. */
export const cohort = {
  noFollowUp: counted('without any follow-up', '无任何随访'),
  noTimeZero: counted('with dates and no first HAIC to count them from', '有日期但无首次 HAIC 日期可供计算'),
  beforeTimeZero: counted('with a death or last contact before time zero', '死亡或末次随访早于时间零点'),
  afterCutoff: counted('with a time zero after the data cut', '时间零点晚于数据截止日'),
  noResponse: counted('without a response', '未达缓解'),
  afterNewTreatment: counted('whose first response came after a later treatment began', '首次缓解晚于后续治疗的开始'),
  partialDate: counted('whose first later treatment is known by month or year alone', '首次后续治疗仅知年或年月'),
  notCollected: counted('of a study that does not record what this time is made of', '研究未采集计算该时间所需的记录'),
  notKept: counted('of a snapshot older than this endpoint', '快照早于该终点的引入'),
  shortFollowUp: counted(
    'whose follow-up the data cut-off leaves shorter than the minimum',
    '数据截止日使其随访短于最短随访时间',
  ),
  noGroup: counted('without a value of the grouping variable', '缺少分组变量的值'),
  endedByLandmark: counted('whose time ended by the landmark', '时间在界标时已结束'),

  twoDeaths: counted('dead on two different days (the earlier counts)', '有两个不同的死亡日期（以较早者计）'),
  aliveAfterDeath: counted('alive after their death (the death counts)', '死亡后仍记录为存活（以死亡计）'),
  afterDeath: counted(
    'with an image, adverse event, treatment or enrolment after their death (the death counts)',
    '死亡后仍有影像、不良事件、治疗或入组记录（以死亡计）',
  ),
  visitTwice: counted('with one visit number for two images', '同一访视编号对应两次影像'),

  partedAtQuantiles: sentence(
    {
      variable: label,
      at: choice({
        halves: { en: 'median', zh: '中位数' },
        tertiles: { en: 'tertiles', zh: '三分位数' },
        quartiles: { en: 'quartiles', zh: '四分位数' },
      }),
      cuts: texts,
      n: count,
    },
    ({ variable, at, cuts, n }) =>
      `${variable}: groups parted at the ${at} of the ${n} selected patients with a value (${cuts}); a value on a cut-point belongs above it.`,
    ({ variable, at, cuts, n }) =>
      `${variable}：按所选患者中有值的 ${n} 例的${at}（${cuts}）分组；恰等于分界值者归入其上一组。`,
  ),
  partedAtCuts: sentence(
    { variable: label, cuts: texts },
    ({ variable, cuts }) =>
      `${variable}: groups parted at cut-points given by hand (${cuts}); a value on a cut-point belongs above it. Where a cut-point was chosen by looking at this outcome, p is too small and the difference too large (Altman et al., J Natl Cancer Inst 1994;86:829): check it in other patients.`,
    ({ variable, cuts }) =>
      `${variable}：按手动给定的分界值（${cuts}）分组；恰等于分界值者归入其上一组。若分界值系参照本结局选定，则 p 值偏小、差异偏大（Altman 等，J Natl Cancer Inst 1994;86:829），须在其他患者中验证。`,
  ),
  partedOfFew: fixed(
    'Quantiles fall together where many patients have one value: there are fewer groups than parts.',
    '多例患者取值相同时分位数重合：组数少于分段数。',
  ),

  firstHaicIsTimeZero: fixed('first HAIC', '首次 HAIC'),
  firstResponseIsTimeZero: fixed('first response', '首次缓解'),
  landmarkIsTimeZero: sentence(
    { days: count },
    ({ days }) => `the landmark (day ${days})`,
    ({ days }) => `界标（第 ${days} 天）`,
  ),

  severalSlides: sentence(
    { n: count },
    ({ n }, { n: patients }) =>
      `${n} ${plural(patients, 'patient has', 'patients have')} several scored slides in this set and count as one case`,
    ({ n }) => `${n} 例患者在该集合中有多张已评分切片，各计为一个病例`,
  ),
  scoreOfPatient: sentence(
    {
      rule: choice({
        first: { en: 'the first by slide code', zh: '切片编号最靠前者' },
        newest: { en: 'the one of the last biopsy', zh: '最近一次活检者' },
        mean: { en: 'their mean', zh: '其平均值' },
        maximum: { en: 'the highest', zh: '其最大值' },
      }),
    },
    ({ rule }) => `One score per patient; of several slides ${rule}`,
    ({ rule }) => `每例患者一个评分；有多张切片时取${rule}`,
  ),
  oneScoreOfPatient: fixed('One score per patient', '每例患者一个评分'),
  outlinedAndWhole: sentence(
    { outlined: count, computed: count },
    ({ outlined, computed }) =>
      `${outlined} of ${computed} scores are of outlined regions, the others of the whole tissue`,
    ({ outlined, computed }) => `${computed} 个评分中有 ${outlined} 个来自勾画区域，其余来自全部组织`,
  ),
  scoredWithoutResponse: sentence(
    { n: count },
    ({ n }) => `${n} scored without an evaluable best response are left out`,
    ({ n }) => `未纳入 ${n} 例已评分但最佳疗效不可评估者`,
  ),
  noCommonPatients: fixed(
    'the patients whom all sources scored are none, or of one class',
    '所有来源均已评分的患者为零，或仅属一类',
  ),
  scorePredicts: sentence(
    { positive: text },
    ({ positive }) => `score >= threshold predicts ${positive}`,
    ({ positive }) => `评分 ≥ 阈值预测为 ${positive}`,
  ),

  lowScorePredicts: sentence(
    { positive: text },
    ({ positive }) => `score < threshold predicts ${positive}`,
    ({ positive }) => `评分 < 阈值预测为 ${positive}`,
  ),

  thresholdOfClinicalModel: fixed(
    'Youden point of the training cases that the model was fitted to; no test case was looked at',
    '拟合模型所用训练病例的 Youden 点；未使用任何测试病例',
  ),
  thresholdOfUnregistered: fixed(
    'the manifest of a model version that was never registered here',
    '从未在此登记的模型版本的清单',
  ),
  thresholdOfVersion: sentence(
    { rule: text, chosenOn: text },
    ({ rule, chosenOn }) => `${rule}; chosen on ${chosenOn}`,
    ({ rule, chosenOn }) => `${rule}；选自 ${chosenOn}`,
  ),
  thresholdOfClosedCentres: sentence(
    { rule: text },
    ({ rule }) => `${rule}; chosen on cases of centres that are not all open to you`,
    ({ rule }) => `${rule}；选自并非全部对您开放的中心的病例`,
  ),
} as const;

/** A number of patients, and a sentence about them. */
function counted(en: string, zh: string) {
  return sentence(
    { n: count },
    ({ n }) => `${n} ${en}`,
    ({ n }) => `${n} 例${zh}`,
  );
}

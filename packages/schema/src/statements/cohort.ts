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

  scoredWithoutTime: sentence(
    { n: count },
    ({ n }) => `${n} scored without a time to this endpoint are left out`,
    ({ n }) => `未纳入 ${n} 例已评分但该终点无时间者`,
  ),
  scoreOutcome: fixed(
    'Kaplan-Meier curves with log-log limits; Cox hazard ratio (Efron) of high against low scores and log-rank p in each arm; interaction by the Wald test of score group × arm; response with Wilson limits',
    'Kaplan-Meier 曲线，log-log 置信限；各组内高分对低分的 Cox 风险比（Efron）与 log-rank p 值；交互作用为评分组 × 治疗组的 Wald 检验；缓解率附 Wilson 置信限',
  ),
  lowScorePredicts: sentence(
    { positive: text },
    ({ positive }) => `score < threshold predicts ${positive}`,
    ({ positive }) => `评分 < 阈值预测为 ${positive}`,
  ),

  oneClassInGroup: fixed(
    'All cases of this group are of one class: it has no area.',
    '该组病例均属同一类别：没有面积。',
  ),

  trainingOfRun: sentence(
    { n: count },
    ({ n }) => `Trained here: compared with the ${n} patients of the training and tuning parts of its run.`,
    ({ n }) => `在此训练：与其训练运行中训练及调参部分的 ${n} 例患者比较。`,
  ),
  trainingOfManifest: sentence(
    { centres: texts },
    ({ centres }) =>
      `Its manifest names the centres of the training (${centres}) and no patients: an overlap of patients cannot be seen here.`,
    ({ centres }) => `其清单仅列出训练中心（${centres}），未列出患者：无法在此查看患者重叠。`,
  ),
  trainingOfNobody: fixed(
    'Its weights are synthetic: it was trained on nobody, and its numbers say nothing about people.',
    '其权重为合成：未在任何人身上训练，其数字不说明任何真实人群。',
  ),
  trainingOfSet: sentence(
    { n: count },
    ({ n }) =>
      `The portal does not know what these scores were trained on; compared with the ${n} patients whose slides the study calls its training set.`,
    ({ n }) => `平台不掌握该评分的训练数据；与研究列为训练集的 ${n} 例患者比较。`,
  ),
  trainingOfFit: sentence(
    { n: count },
    ({ n }) => `Fitted here: compared with the ${n} patients of the training set.`,
    ({ n }) => `在此拟合：与训练集的 ${n} 例患者比较。`,
  ),
  trainingUnknown: fixed(
    'Nothing is known of the cases that these scores were trained on: whoever trained them must say so.',
    '未知该评分的训练病例：须由训练者说明。',
  ),
  independence: sentence(
    {
      level: choice({
        overlap: {
          en: 'Not independent: some of these cases were trained on, so that every number here flatters.',
          zh: '不独立：部分病例参与过训练，此处所有数字偏乐观。',
        },
        internal: {
          en: 'Internal test: other patients of the centres that were trained on.',
          zh: '内部测试：训练中心的其他患者。',
        },
        heldOutCentreSubset: {
          en: 'Held-out centre subset: called external, but its centres also supplied training cases. It is no external validation.',
          zh: '留出的中心子集：虽称外部，但其中心也提供了训练病例，因此不是外部验证。',
        },
        partlyExternal: {
          en: 'Partly external: some of these cases are of centres that were not trained on. Look at those alone as well.',
          zh: '部分外部：部分病例来自未参与训练的中心，应单独查看这些病例。',
        },
        external: {
          en: 'External: no case is of a centre that was trained on.',
          zh: '外部：所有病例均来自未参与训练的中心。',
        },
        unknown: {
          en: 'Independence unknown: the centres of the training are not known, or there is no case.',
          zh: '独立性未知：训练中心未知，或没有病例。',
        },
      }),
    },
    ({ level }) => level,
    ({ level }) => level,
  ),
  laterThanTraining: fixed(
    'All of these cases are later than those of the training: a temporal validation.',
    '所有病例均晚于训练病例：属时间上的验证。',
  ),
  scannersNotTrainedOn: sentence(
    { scanners: texts },
    ({ scanners }) => `Scanners that the training did not have: ${scanners}.`,
    ({ scanners }) => `训练中未出现的扫描仪：${scanners}。`,
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
  thresholdAsStated: sentence(
    { words: label },
    ({ words }) => words,
    ({ words }) => words,
  ),
  thresholdByHand: fixed('Threshold set by hand', '手动设定的阈值'),
  thresholdOnTheseCases: sentence(
    { n: count },
    ({ n }) =>
      `Optimistic: this threshold was chosen on ${n} of the cases shown, so that sensitivity, specificity and all that follows from them flatter it.`,
    ({ n }) => `偏乐观：该阈值选自所示病例中的 ${n} 例，灵敏度、特异度及由其推算的指标均偏高。`,
  ),
  thresholdOnOtherCases: sentence(
    { n: count },
    ({ n }) => `This threshold was chosen on ${n} cases, none of which is among those shown.`,
    ({ n }) => `该阈值选自 ${n} 例病例，均不在所示病例之中。`,
  ),
  thresholdMayBeOnTheseCases: fixed(
    'Possibly optimistic: this threshold was proposed on a set that may share cases with the one shown.',
    '可能偏乐观：提出该阈值时所用的集合可能与所示集合有共同病例。',
  ),
  thresholdWhileLooking: fixed(
    'Optimistic: this threshold was set while looking at these cases.',
    '偏乐观：该阈值是在查看这些病例时设定的。',
  ),
  thresholdBestHere: fixed(
    'Probably optimistic: on which cases this threshold was chosen is not known here, and on those shown no other separates the classes better by the Youden index, as if it had been chosen on them.',
    '很可能偏乐观：平台不掌握该阈值选自哪些病例，而在所示病例中按 Youden 指数没有更优的阈值，如同选自这些病例。',
  ),
  thresholdOriginNotKnown: fixed(
    'On which cases this threshold was chosen is not known here: whether the cases shown are among them cannot be checked.',
    '平台不掌握该阈值选自哪些病例，无法核对所示病例是否在其中。',
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

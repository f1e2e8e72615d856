import { amount, choice, count, text, texts } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

const side = choice({ positive: { en: 'positive', zh: '阳性' }, negative: { en: 'negative', zh: '阴性' } });

/** A score against a binary outcome. */
export const diagnostic = {
  rocDelong: fixed('ROC curve, DeLong variance', 'ROC 曲线，DeLong 方差'),
  rocNewcombe: fixed(
    'ROC curve, DeLong variance; limits by Newcombe, method 5',
    'ROC 曲线，DeLong 方差；置信限按 Newcombe 方法 5',
  ),
  oneClassOnly: sentence(
    { missing: side },
    ({ missing }) => `Not estimable: no ${missing} subject.`,
    ({ missing }) => `无法估计：没有${missing}病例。`,
  ),
  singleSubjectInClass: fixed(
    'One class has a single subject: the area has no standard error.',
    '其中一类仅有一例：面积没有标准误。',
  ),
  classesDoNotOverlap: sentence(
    { area: amount },
    ({ area }) =>
      `The classes do not overlap (area ${area}): DeLong's variance is 0 and says nothing. The limits are score-type ones (Newcombe 2006, method 5).`,
    ({ area }) => `两类完全分开（面积 ${area}）：DeLong 方差为 0，不含信息。置信限为计分型（Newcombe 2006，方法 5）。`,
  ),
  placementsDoNotVary: fixed(
    "The placements do not vary: DeLong's variance is 0 and says nothing. The limits are score-type ones (Newcombe 2006, method 5).",
    '位置值没有变异：DeLong 方差为 0，不含信息。置信限为计分型（Newcombe 2006，方法 5）。',
  ),
  bothClassesNeeded: sentence(
    { nPositive: count, positive: text, nNegative: count, negative: text },
    ({ nPositive, positive, nNegative, negative }) =>
      `a ROC curve needs both classes; here ${nPositive} ${positive} and ${nNegative} ${negative}`,
    ({ nPositive, positive, nNegative, negative }) =>
      `ROC 曲线需要两类病例；此处 ${positive} ${nPositive} 例，${negative} ${nNegative} 例`,
  ),
  delongPaired: fixed('DeLong test, paired', 'DeLong 检验，配对'),
  delongUnpaired: fixed('DeLong test, unpaired', 'DeLong 检验，非配对'),
  differenceWithoutVariance: fixed(
    'Not testable: the difference has no estimable variance.',
    '无法检验：差值的方差无法估计。',
  ),
  areaWithoutVariance: fixed(
    "One area has no variance by DeLong's method, as where its classes do not overlap: limits too narrow, p too small.",
    '其中一个面积按 DeLong 法方差为 0（例如两类完全分开）：置信限过窄，p 值过小。',
  ),
  bootstrapAuc: fixed('AUC, stratified percentile bootstrap', 'AUC，分层百分位自助法（bootstrap）'),
  bootstrapRoc: sentence(
    { replicates: count },
    ({ replicates }) => `ROC curve, stratified percentile bootstrap, ${replicates} resamples; the band is pointwise`,
    ({ replicates }) => `ROC 曲线，分层百分位自助法（bootstrap），重抽样 ${replicates} 次；置信带为逐点`,
  ),
  precisionRecall: fixed(
    'Precision-recall curve, average precision; limits on the logit scale (Boyd 2013)',
    '精确率-召回率曲线，平均精确率；置信限按 logit 尺度（Boyd 2013）',
  ),
  averagePrecisionWithoutLimits: fixed(
    'The average precision is 1: it has no limits on the logit scale.',
    '平均精确率为 1：在 logit 尺度上没有置信限。',
  ),
  f1Wilson: fixed(
    'Wilson limits of tp / (tp + fp + fn), of which F1 is a function',
    'F1 由 tp/(tp+fp+fn) 的 Wilson 置信限换算',
  ),
  youdenNewcombe: fixed('Newcombe limits from two Wilson intervals', '由两个 Wilson 区间得到的 Newcombe 置信限'),
  likelihoodRatioLog: fixed('Limits on the log scale (Simel 1991)', '对数尺度置信限（Simel 1991）'),
  mccFisher: fixed("Delta method on Fisher's z", 'Fisher z 上的 delta 法'),
  kappaLargeSample: fixed('Large-sample variance (Fleiss 1969)', '大样本方差（Fleiss 1969）'),
  aucHeterogeneity: fixed(
    "Cochran's Q over the areas of the groups, DeLong variances",
    '各组面积的 Cochran Q 检验，DeLong 方差',
  ),
  groupsWithoutArea: sentence(
    { n: count },
    ({ n }, { n: groups }) =>
      `${n} ${plural(groups, 'group has', 'groups have')} no area with a standard error and ${plural(groups, 'is', 'are')} not compared.`,
    ({ n }) => `${n} 组没有带标准误的面积，未参与比较。`,
  ),
  reclassification: fixed(
    'Net reclassification improvement and integrated discrimination improvement, standard errors by Pencina',
    '净重新分类改善（NRI）与综合判别改善（IDI），标准误按 Pencina',
  ),
  reclassificationMisleads: fixed(
    'NRI and IDI are positive for useless scores more often than their p-values say, and depend on calibration (Hilden & Gerds 2014; Pepe et al. 2015): judge by the difference of areas and by net benefit.',
    'NRI 与 IDI 对无用评分亦常为正，其 p 值偏小，且受校准影响（Hilden & Gerds 2014；Pepe 等 2015）：应以面积之差与净获益为准。',
  ),
  fewResamples: fixed('Fewer than 1000 resamples: the limits are rough.', '重抽样少于 1000 次：置信限较粗略。'),
  resamplesEqual: fixed(
    'Every resample has the same area: the bootstrap gives no limits. See those of roc.',
    '每次重抽样的面积相同：自助法不给出置信限，请用 roc 的置信限。',
  ),
  confusionWilson: fixed('Confusion table, Wilson limits', '混淆矩阵，Wilson 置信限'),
  metricWithoutValue: sentence(
    {
      metric: choice({
        accuracy: { en: 'Accuracy', zh: '准确率' },
        sensitivity: { en: 'Sensitivity', zh: '灵敏度' },
        specificity: { en: 'Specificity', zh: '特异度' },
        ppv: { en: 'Positive predictive value', zh: '阳性预测值' },
        npv: { en: 'Negative predictive value', zh: '阴性预测值' },
        f1: { en: 'F1', zh: 'F1' },
      }),
      why: choice({
        noCase: { en: 'there is no case', zh: '没有病例' },
        noPositive: { en: 'no case is positive', zh: '没有阳性病例' },
        noNegative: { en: 'no case is negative', zh: '没有阴性病例' },
        noneCalledPositive: { en: 'no case is called positive', zh: '没有病例被判为阳性' },
        noneCalledNegative: { en: 'no case is called negative', zh: '没有病例被判为阴性' },
        neither: { en: 'no case is positive or called positive', zh: '没有阳性或被判为阳性的病例' },
      }),
    },
    ({ metric, why }) => `${metric} has no value: ${why}.`,
    ({ metric, why }) => `${metric}没有值：${why}。`,
  ),
  classAverages: fixed(
    'Precision, recall and F1 by class, with macro, weighted and micro averages',
    '各类别的精确率、召回率与 F1，及宏平均、加权平均和微平均',
  ),
  classesWithoutMeasure: sentence(
    { classes: texts },
    ({ classes }) => `Never seen or never predicted, so that a measure has no value: ${classes}.`,
    ({ classes }) => `从未出现或从未被预测，因此有指标没有值：${classes}。`,
  ),
  rocThreshold: sentence(
    {
      rule: choice({
        youden: { en: "Youden's index", zh: 'Youden 指数' },
        'closest-top-left': { en: 'the point closest to the top left', zh: '距左上角最近的点' },
      }),
    },
    ({ rule }) => `Threshold by ${rule}`,
    ({ rule }) => `按${rule}选取阈值`,
  ),
  rocThresholdOfShare: sentence(
    {
      measure: choice({
        sensitivity: { en: 'sensitivity', zh: '灵敏度' },
        specificity: { en: 'specificity', zh: '特异度' },
      }),
      least: amount,
    },
    ({ measure, least }) => `Threshold by ${measure} of at least ${least}`,
    ({ measure, least }) => `按${measure}不低于 ${least} 选取阈值`,
  ),
  curveWithoutPoint: fixed('The curve has no point.', '曲线上没有点。'),
  calibration: fixed('Calibration: Brier score, logistic recalibration', '校准：Brier 评分，Logistic 再校准'),
  recalibrationNotEstimable: fixed(
    'Slope and intercept are not estimable: the outcome does not vary, or is separated.',
    '斜率与截距无法估计：结局没有变异，或被完全分离。',
  ),
  calibrationCurve: sentence(
    { groups: count },
    ({ groups }, { groups: n }) =>
      `Calibration curve, ${groups} ${plural(n, 'group', 'groups')} with Wilson limits, local linear smoothing`,
    ({ groups }) => `校准曲线，${groups} 组，Wilson 置信限，局部线性平滑`,
  ),
  hosmerLemeshow: sentence(
    { groups: count },
    ({ groups }, { groups: n }) => `Hosmer-Lemeshow test, ${groups} ${plural(n, 'group', 'groups')}`,
    ({ groups }) => `Hosmer-Lemeshow 检验，${groups} 组`,
  ),
  tooFewGroups: fixed('Not testable: too few groups.', '无法检验：组数过少。'),
  tiesLeftFewerGroups: fixed(
    'Tied probabilities left fewer groups than asked for.',
    '概率相同者使组数少于所要求的组数。',
  ),
  scoreAsProbability: fixed(
    'The score is read as the probability of the positive class, which it need not be: a score that ranks well may be calibrated badly.',
    '将评分视为阳性类别的概率，但评分未必是概率：排序好的评分校准可能很差。',
  ),
  scoresWithoutLogit: sentence(
    { n: count },
    ({ n }, { n: scores }) =>
      `${n} ${plural(scores, 'score is', 'scores are')} exactly 0 or 1 and ${plural(scores, 'has', 'have')} no logit: slope and intercept are not estimated.`,
    ({ n }) => `${n} 个评分恰为 0 或 1，没有 logit：不估计斜率与截距。`,
  ),
  splineHazard: sentence(
    { knots: count },
    ({ knots }) => `Cox model with a restricted cubic spline, ${knots} knots at Harrell's quantiles; pointwise limits`,
    ({ knots }) => `Cox 模型，限制性立方样条，${knots} 个节点（Harrell 分位数）；逐点置信限`,
  ),
  interactionNeedsTwoArms: sentence(
    { arms: texts },
    ({ arms }, { arms: all }) =>
      all.length === 0
        ? 'No arm has scored patients with a time.'
        : `Only ${arms} has scored patients: whether the score predicts the effect of a treatment cannot be tested, and what it shows is prognosis at most.`,
    ({ arms }, { arms: all }) =>
      all.length === 0
        ? '没有任何组有已评分且有时间的患者。'
        : `仅 ${arms} 组有已评分患者：无法检验评分是否预测治疗效应，所示至多为预后意义。`,
  ),
  predictiveOrPrognostic: fixed(
    'A score that separates patients alike in both arms is prognostic; only where its effect differs between the arms (interaction) does it predict who benefits from one of them. Tests of interaction have little power: a large p is no proof of sameness. Arms were not randomised.',
    '若评分在两组中同样区分患者，则为预后指标；仅当其效应在两组间不同（交互作用）时，才可预测谁能从某一治疗中获益。交互作用检验的效能低：p 值大不能证明相同。两组并非随机分配。',
  ),
  tooFewEventsForSpline: sentence(
    { events: count, least: count },
    ({ events, least }) =>
      `With ${events} events the score is not drawn as a curve; it needs ${least}, and ten different values of which none has most of the patients.`,
    ({ events, least }) =>
      `事件数为 ${events}，不绘制评分曲线；需 ${least} 个事件及十个不同取值，且多数患者的取值不应相同。`,
  ),
  searchedCut: sentence(
    { cut: amount, p: amount, corrected: amount },
    ({ cut, p, corrected }) =>
      `The cut-point that separates survival best here is ${cut}: its p of ${p} is ${corrected} once the search is counted (Miller & Siegmund 1982). A cut chosen on these patients must be checked in others; the threshold above was not chosen by survival.`,
    ({ cut, p, corrected }) =>
      `此处最能区分生存的分界值为 ${cut}：其 p 值 ${p} 在计入搜索后为 ${corrected}（Miller & Siegmund 1982）。在这些患者中选出的分界值须在其他患者中验证；上述阈值并非按生存选定。`,
  ),
  netBenefit: fixed('Decision curve, net benefit', '决策曲线，净获益'),
  outcomeDoesNotVary: fixed('The outcome does not vary.', '结局没有变异。'),
} as const;

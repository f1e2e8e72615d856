import { amount, both, choice, count, flag, label, labels, text, texts } from './values.ts';
import { fixed, sentence } from './sentence.ts';
import { scale, ties } from './survival.ts';

/** Models with covariates: Cox, logistic, propensity. */
export const regression = {
  cox: sentence(
    { ties, robust: flag, strata: count },
    ({ ties: by, robust, strata }, { strata: n }) =>
      `Cox regression, ${by} ties${robust ? ', robust variance' : ''}${n > 1 ? `, ${strata} strata` : ''}`,
    ({ ties: by, robust, strata }, { strata: n }) =>
      `Cox 回归，${by} 法处理结点${robust ? '，稳健方差' : ''}${n > 1 ? `，${strata} 层` : ''}`,
  ),
  coxWithoutEvents: fixed('No event was observed: nothing is estimable.', '未观察到事件：无法作任何估计。'),
  columnsDropped: sentence(
    { columns: texts },
    ({ columns }) => `Not estimable, constant or implied by the columns before: ${columns}.`,
    ({ columns }) => `无法估计，为常数或可由其前各列推出：${columns}。`,
  ),
  coefficientsInfinite: sentence(
    { columns: texts },
    ({ columns }) => `The coefficient may be infinite (a group without events, or perfect separation): ${columns}.`,
    ({ columns }) => `系数可能为无穷大（某组无事件，或完全分离）：${columns}。`,
  ),
  noConvergence: fixed('Not estimable: the fit did not converge.', '无法估计：拟合未收敛。'),
  robustVarianceZero: sentence(
    { column: text },
    ({ column }) => `The robust variance is 0, so there are no limits and no p (too few clusters): ${column}.`,
    ({ column }) => `稳健方差为 0，因此没有置信限和 p 值（聚类过少）：${column}。`,
  ),
  survivalModels: fixed(
    'Crude: one covariate at a time, of the patients who have it. Adjusted: the covariates together, of the patients who have all of them. Hazard ratios with Wald limits and p, two-sided; p of a whole category by the Wald test of its ratios together.',
    '未调整：逐个协变量，仅计有该值的患者。调整后：协变量同时进入，仅计全部协变量均有值的患者。风险比附 Wald 置信限和 p 值，双侧；整个分类变量的 p 值来自其全部风险比的 Wald 联合检验。',
  ),
  stratifiedModel: sentence(
    { variables: labels },
    ({ variables }) =>
      `The adjusted model is stratified by ${variables}: each combination of values has its own baseline hazard, and no ratio is estimated for it. The crude models are not stratified.`,
    ({ variables }) => `调整模型按${variables}分层：各层取值组合有各自的基线风险，不估计其风险比。未调整模型不分层。`,
  ),
  noEventInModel: fixed(
    'No model can be fitted: no event was observed in the selection.',
    '无法拟合模型：所选患者中未观察到事件。',
  ),
  nobodyWithTime: fixed(
    'No model can be fitted: no patient of the selection has a time to this endpoint.',
    '无法拟合模型：所选患者均无该终点的时间。',
  ),
  noCompleteEvent: fixed(
    'No adjusted model: nobody with a value of every covariate had an event.',
    '无调整模型：全部协变量均有值的患者中无事件发生。',
  ),
  coxNotEstimable: sentence(
    { covariates: labels },
    ({ covariates }) =>
      `Without a finite hazard ratio (no event on one side, or implied by the other covariates): ${covariates}.`,
    ({ covariates }) => `风险比不是有限值（某一侧无事件，或可由其他协变量推出）：${covariates}。`,
  ),
  fewEventsForCox: sentence(
    { events: count, coefficients: count },
    ({ events, coefficients }) =>
      `Fewer than ten events for each coefficient (${events} for ${coefficients}): the adjusted model is unstable.`,
    ({ events, coefficients }) =>
      `事件数不足系数个数的十倍（${events} 个事件对应 ${coefficients} 个系数）：调整模型不稳定。`,
  ),
  hazardsNotProportional: sentence(
    { covariates: labels },
    ({ covariates }) =>
      `The hazards are not proportional (p < 0.05): ${covariates}. Such a hazard ratio is an average over the follow-up and changes with its length; survival at chosen months and restricted means do not need the assumption.`,
    ({ covariates }) =>
      `风险不成比例（p < 0.05）：${covariates}。此类风险比是随访期内的平均值，随随访时间长短而变；各时间点生存率和限制平均生存时间不需要该假设。`,
  ),
  ratioInteraction: fixed(
    'Likelihood ratio test of a hazard ratio for each subgroup against a common one, each with its own baseline hazard (Cox, Efron ties).',
    '似然比检验：各亚组各自的风险比与共同风险比相比，各亚组有各自的基线风险（Cox，Efron 法处理结点）。',
  ),
  adjustedInteraction: fixed(
    'Likelihood ratio test of an adjusted hazard ratio for each subgroup against a common one, with the covariates alike in all subgroups and a baseline hazard for each (Cox, Efron ties).',
    '似然比检验：各亚组各自的调整后风险比与共同的调整后风险比相比，各亚组的协变量系数相同、基线风险各自独立（Cox，Efron 法处理结点）。',
  ),
  interactionWithout: sentence(
    { groups: texts },
    ({ groups }) => `Without a finite hazard ratio, not in the test of interaction: ${groups}.`,
    ({ groups }) => `风险比不是有限值，未纳入交互作用检验：${groups}。`,
  ),
  interactionNotEstimable: fixed(
    'No test of interaction: fewer than two subgroups have a hazard ratio.',
    '无交互作用检验：有风险比的亚组不足两个。',
  ),
  subgroupRatios: fixed(
    'Hazard ratios: Cox partial likelihood within each subgroup, Efron ties, Wald limits and p. They are not adjusted for other covariates.',
    '风险比：各亚组内的 Cox 偏似然，Efron 法处理结点，Wald 置信限和 p 值；未对其他协变量作调整。',
  ),
  adjustedSubgroupRatios: sentence(
    { covariates: labels, n: count },
    ({ covariates, n }, { n: left }) =>
      `Hazard ratios (aHR): Cox partial likelihood within each subgroup, Efron ties, Wald limits and p, adjusted for ${covariates}; not for the variable that makes the subgroups.${left === 0 ? '' : ` ${n} without a value of one of these are left out of every line.`}`,
    ({ covariates, n }, { n: left }) =>
      `风险比：各亚组内的 Cox 偏似然，Efron 法处理结点，Wald 置信限和 p 值，按${covariates}作调整；划分亚组的变量本身除外。${left === 0 ? '' : `缺少其中任一变量值的 ${n} 例未纳入任何一行。`}`,
  ),
  adjustedSubgroupsFewEvents: sentence(
    { n: count },
    ({ n }, { n: rows }) =>
      `${n} ${rows === 1 ? 'subgroup has' : 'subgroups have'} fewer than ten events for each coefficient: adjusted ratios there are unreliable.`,
    ({ n }) => `${n} 个亚组的事件数不足每个系数 10 例：其调整后的风险比不可靠。`,
  ),
  subgroupCuts: sentence(
    { at: choice({ median: { en: 'median', zh: '中位数' }, quartiles: { en: 'quartiles', zh: '四分位数' } }) },
    ({ at }) => `Quantities are parted at the ${at} of the selection.`,
    ({ at }) => `数值变量按所选患者的${at}分段。`,
  ),
  subgroupsLookedAt: sentence(
    { subgroups: count, tests: count },
    ({ subgroups, tests }, { tests: n }) =>
      `${subgroups} subgroups were looked at with ${tests} ${n === 1 ? 'test' : 'tests'} of interaction, and p is not adjusted for their number: by chance alone one test in twenty has p < 0.05. A subgroup in which the interval crosses 1 does not show that there is no difference.`,
    ({ subgroups, tests }) =>
      `共考察 ${subgroups} 个亚组，作 ${tests} 次交互作用检验，p 值未作多重性校正：仅因机遇，每二十次检验即有一次 p < 0.05。亚组区间跨过 1 并不说明没有差异。`,
  ),
  oneGroupInSubgroup: fixed('One of the groups has no patient here.', '此处有一组无患者。'),
  harrellConcordance: fixed('Harrell concordance', 'Harrell 一致性指数'),
  noComparablePair: fixed('No comparable pair.', '没有可比较的患者对。'),
  coxPrediction: sentence(
    { hazard: ties, limits: scale },
    ({ hazard, limits }) => `Survival predicted by a Cox model, ${hazard} hazard, ${limits} limits`,
    ({ hazard, limits }) => `Cox 模型预测的生存，${hazard} 风险估计，${limits}置信限`,
  ),
  exactTiesBreslowHazard: fixed(
    "The fit's ties are exact; the hazard is Breslow's.",
    '拟合采用精确法处理结点；风险函数采用 Breslow 估计。',
  ),
  baselineHazard: sentence(
    { ties },
    ({ ties: by }) => `Baseline cumulative hazard, ${by} ties`,
    ({ ties: by }) => `基线累积风险，${by} 法处理结点`,
  ),
  proportionalHazards: sentence(
    { transform: choice({ km: both('Kaplan-Meier'), identity: { en: 'identity', zh: '恒等' } }) },
    ({ transform }) => `Proportional hazards score test, ${transform} transform of time`,
    ({ transform }) => `比例风险计分检验，时间作 ${transform} 变换`,
  ),
  schoenfeld: sentence(
    { transform: choice({ km: both('Kaplan-Meier'), identity: { en: 'identity', zh: '恒等' } }) },
    ({ transform }) =>
      `Scaled Schoenfeld residuals, ${transform} transform of time; curve: natural spline with 4 degrees of freedom, band of two standard errors`,
    ({ transform }) => `标化 Schoenfeld 残差，时间作 ${transform} 变换；曲线为 4 自由度自然样条，带宽为两倍标准误`,
  ),
  noSchoenfeldCurve: sentence(
    { columns: texts },
    ({ columns }) => `No curve through the residuals, because events are on too few days: ${columns}.`,
    ({ columns }) => `事件日期过少，无法绘制残差曲线：${columns}。`,
  ),
  eventsOnTooFewDays: fixed('Not testable: events on too few days.', '无法检验：发生事件的日期过少。'),

  logistic: fixed('Logistic regression, maximum likelihood', 'Logistic 回归，最大似然法'),
  logisticWithWald: fixed(
    'Logistic regression, maximum likelihood; Wald limits',
    'Logistic 回归，最大似然法；Wald 置信限',
  ),
  logisticNotEstimable: fixed(
    'Not estimable: the columns separate the outcome, or repeat one another.',
    '无法估计：各列将结局完全分离，或彼此重复。',
  ),
  firth: fixed("Logistic regression, Firth's penalty", 'Logistic 回归，Firth 惩罚'),
  firthWithProfile: fixed(
    "Logistic regression, Firth's penalty; profile limits",
    'Logistic 回归，Firth 惩罚；剖面似然置信限',
  ),
  columnsRepeat: fixed('Not estimable: the columns repeat one another.', '无法估计：各列彼此重复。'),
  notEstimable: fixed('not estimable', '无法估计'),

  propensityWeights: sentence(
    {
      estimand: choice({
        ATE: { en: 'ATE', zh: '平均处理效应（ATE）' },
        ATT: { en: 'ATT', zh: '处理组平均处理效应（ATT）' },
      }),
    },
    ({ estimand }) => `Inverse probability of treatment weighting, logistic model, ${estimand}`,
    ({ estimand }) => `逆概率处理加权，Logistic 模型，${estimand}`,
  ),
  weightingOfScores: sentence(
    {
      estimand: choice({
        ATE: {
          en: 'stabilised weights make both groups like all patients together',
          zh: '采用稳定化权重，使两组均与全部患者相似',
        },
        ATT: {
          en: 'weights make the reference like the comparison, whose patients weigh 1',
          zh: '对照组经加权后与比较组相似，比较组患者权重为 1',
        },
      }),
    },
    ({ estimand }) =>
      `Of the patients with a value of every covariate: ${estimand}. Weighting can remove only what these covariates show.`,
    ({ estimand }) => `仅计全部协变量均有值的患者：${estimand}。加权只能消除这些协变量所反映的差异。`,
  ),
  weightsNotTruncated: fixed('Weights are not truncated.', '权重未截断。'),
  weightsTruncated: sentence(
    { n: count, from: amount, to: amount },
    ({ n, from, to }, { n: some }) =>
      `Weights are truncated at their percentiles ${from} and ${to}: ${n} ${some === 1 ? 'patient' : 'patients'}.`,
    ({ n, from, to }) => `权重在第 ${from} 和第 ${to} 百分位处截断，涉及 ${n} 名患者。`,
  ),
  weightingRobust: fixed(
    'Weighted ratio: Cox regression of the group alone with weights, limits and p by the robust (sandwich) variance, which treats the weights as known. Weighted curves: limits by the infinitesimal jackknife.',
    '加权风险比：仅含分组的加权 Cox 回归，置信限和 p 值采用稳健（三明治）方差，并视权重为已知。加权曲线的置信限采用无穷小刀切法。',
  ),
  weightingUnbalanced: sentence(
    { covariates: labels },
    ({ covariates }) =>
      `After weighting the groups still differ by more than 0.1 standard deviations: ${covariates}. The weighted ratio is not free of them.`,
    ({ covariates }) => `加权后两组差异仍超过 0.1 个标准差：${covariates}。加权风险比仍受其影响。`,
  ),
  weightingWithoutCovariate: fixed(
    'Nothing to weight by: no covariate differs among the patients of the two groups.',
    '无可用于加权的协变量：两组患者的协变量均无差异。',
  ),
  weightingOneGroup: fixed(
    'Nothing to weight: the patients with a value of every covariate are all in one group.',
    '无法加权：全部协变量均有值的患者都在同一组。',
  ),
  weightingSeparated: sentence(
    { covariates: labels },
    ({ covariates }) =>
      `No propensity score exists: the covariates separate the groups or repeat one another (${covariates}). Choose fewer.`,
    ({ covariates }) => `倾向评分不存在：协变量将两组完全分离或彼此重复（${covariates}）。请减少协变量。`,
  ),
  extremePropensity: fixed(
    'Some propensity scores lie below 0.01 or above 0.99: a few subjects carry much of the weight.',
    '部分倾向评分低于 0.01 或高于 0.99：少数患者承担了大部分权重。',
  ),
  standardisedDifferences: fixed('Standardised mean differences', '标准化均数差'),
  noSpreadInArms: sentence(
    { columns: texts },
    ({ columns }) => `Without spread in both arms: ${columns}.`,
    ({ columns }) => `两组内均无变异：${columns}。`,
  ),
  completeCases: fixed('Complete cases', '完整病例分析'),
  noCompleteRow: fixed('No row is complete.', '没有完整的行。'),

  covariateMissing: sentence(
    { covariate: label },
    ({ covariate }) => `${covariate} is left out: it is missing in every training case`,
    ({ covariate }) => `未纳入“${covariate}”：所有训练病例均缺失该值`,
  ),
  covariateConstant: sentence(
    { covariate: label },
    ({ covariate }) => `${covariate} is left out: it is the same in all training cases`,
    ({ covariate }) => `未纳入“${covariate}”：所有训练病例的值相同`,
  ),
  noCovariateVaries: fixed('not estimable: no covariate varies', '无法估计：没有变化的协变量'),
  trainingOfOneClass: fixed('not estimable: the training cases are of one class', '无法估计：训练病例均属同一类别'),
  covariatesRepeat: fixed('not estimable: the covariates repeat one another', '无法估计：协变量彼此重复'),
  separatedUsesFirth: fixed(
    'the covariates separate the classes, so that maximum likelihood has no answer: fitted with Firth’s penalty instead',
    '协变量将两类完全分离，最大似然无解：改用 Firth 惩罚拟合',
  ),
  responseOutcome: fixed(
    'Outcome: objective response (CR or PR) against every other patient; those without an evaluable response count as without one.',
    '结局：客观缓解（CR 或 PR）与其余全部患者相比；无可评估疗效者计为未缓解。',
  ),
  responseModels: fixed(
    'Univariate: one covariate at a time, of the patients who have it; p of a covariate by the likelihood ratio test. Multivariable: the covariates together, of the patients who have all of them. Odds ratios with Wald limits and p, two-sided.',
    '单因素：逐个协变量，仅计有该值的患者；协变量的 p 值来自似然比检验。多因素：协变量同时进入，仅计全部协变量均有值的患者。比值比附 Wald 置信限和 p 值，双侧。',
  ),
  responseModelOfAll: fixed('All chosen covariates are in the multivariable model.', '所选协变量全部进入多因素模型。'),
  responseModelByP: fixed(
    'Covariates with univariate p < 0.05 are in the multivariable model, the rule of the publication. Chosen this way, odds ratios are too far from 1, p and intervals too small, and a confounder without an effect of its own is missed: prefer covariates chosen beforehand.',
    '单因素 p < 0.05 的协变量进入多因素模型（原文的规则）。如此筛选会使比值比偏离 1 过远、p 值和区间过小，并遗漏自身无显著作用的混杂因素：宜事先选定协变量。',
  ),
  modelCovariateMissing: sentence(
    { covariate: label },
    ({ covariate }) => `${covariate} is left out: no patient of the selection has a value.`,
    ({ covariate }) => `未纳入“${covariate}”：所选患者均无该值。`,
  ),
  modelCovariateConstant: sentence(
    { covariate: label },
    ({ covariate }) => `${covariate} is left out: it is the same in all patients who have a value.`,
    ({ covariate }) => `未纳入“${covariate}”：所有有值患者的值相同。`,
  ),
  noCovariateEnters: fixed(
    'No multivariable model: no covariate has a univariate p below 0.05.',
    '无多因素模型：没有单因素 p < 0.05 的协变量。',
  ),
  outcomeOfOneClass: fixed(
    'Not estimable: all patients responded, or none did.',
    '无法估计：全部患者均缓解，或均未缓解。',
  ),
  fewEventsPerCoefficient: sentence(
    { events: count, coefficients: count },
    ({ events, coefficients }) =>
      `Fewer than ten patients of the rarer outcome for each coefficient (${events} for ${coefficients}): the multivariable model is unstable.`,
    ({ events, coefficients }) =>
      `较少见结局的患者数不足系数个数的十倍（${events} 例对应 ${coefficients} 个系数）：多因素模型不稳定。`,
  ),
  separationInModel: fixed(
    "The covariates separate the outcome, so that maximum likelihood has no answer: fitted with Firth's penalty, with profile limits, instead.",
    '协变量将结局完全分离，最大似然无解：改用 Firth 惩罚拟合，并附剖面似然置信限。',
  ),
  covariateLacking: sentence(
    { n: count },
    ({ n }, { n: patients }) =>
      patients === 1
        ? `${n} patient lacks a covariate and has no clinical score`
        : `${n} patients lack a covariate and have no clinical score`,
    ({ n }) => `${n} 例患者缺少协变量，没有临床评分`,
  ),
} as const;

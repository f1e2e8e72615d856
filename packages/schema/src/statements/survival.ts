import { amount, both, choice, count, flag, text, texts } from './values.ts';
import { fixed, sentence } from './sentence.ts';

/** The scale on which the limits of a curve are symmetric. */
export const scale = choice({
  plain: { en: 'plain', zh: 'plain（原尺度）' },
  log: { en: 'log', zh: 'log（对数）' },
  'log-log': { en: 'log-log', zh: 'log-log（双对数）' },
});

export const ties = choice({ efron: both('Efron'), breslow: both('Breslow'), exact: { en: 'exact', zh: '精确' } });

/** Curves, tests and ratios for time-to-event data. */
export const survival = {
  kaplanMeier: sentence(
    { limits: scale },
    ({ limits }) => `Kaplan-Meier, Greenwood variance, ${limits} limits`,
    ({ limits }) => `Kaplan-Meier 法，Greenwood 方差，${limits}置信限`,
  ),
  reverseKaplanMeier: sentence(
    { limits: scale },
    ({ limits }) => `Reverse Kaplan-Meier, Greenwood variance, ${limits} limits`,
    ({ limits }) => `反向 Kaplan-Meier 法，Greenwood 方差，${limits}置信限`,
  ),
  weightedKaplanMeier: sentence(
    { robust: flag, limits: scale },
    ({ robust, limits }) => `Weighted Kaplan-Meier, ${robust ? 'robust' : 'Greenwood'} variance, ${limits} limits`,
    ({ robust, limits }) => `加权 Kaplan-Meier 法，${robust ? '稳健' : 'Greenwood '}方差，${limits}置信限`,
  ),
  noCurve: fixed('No curve', '无曲线'),
  noEventOnCurve: fixed('No event was observed: the curve stays at 1.', '未观察到事件：曲线始终为 1。'),

  logRank: sentence(
    { strata: count },
    ({ strata }, { strata: n }) => (n > 1 ? `Log-rank test, ${strata} strata` : 'Log-rank test'),
    ({ strata }, { strata: n }) => (n > 1 ? `对数秩检验，${strata} 层` : '对数秩检验'),
  ),
  gRho: sentence(
    { rho: amount, strata: count },
    ({ rho, strata }, { strata: n }) => `G-rho test, rho = ${rho}${n > 1 ? `, ${strata} strata` : ''}`,
    ({ rho, strata }, { strata: n }) => `G-rho 检验，rho = ${rho}${n > 1 ? `，${strata} 层` : ''}`,
  ),
  neverAtRisk: sentence(
    { groups: texts },
    ({ groups }) => `Never at risk at an event, left out of the test: ${groups}.`,
    ({ groups }) => `事件发生时均无在险者，未纳入检验：${groups}。`,
  ),
  logRankNotEstimable: fixed(
    'Not estimable: no event day with two groups at risk that could tell them apart.',
    '无法估计：没有任何事件日同时有两组在险，无从区分各组。',
  ),

  coxRatio: sentence(
    { ties },
    ({ ties: by }) => `Cox partial likelihood, ${by} ties`,
    ({ ties: by }) => `Cox 偏似然，${by} 法处理结点`,
  ),
  mantelHaenszelRatio: fixed('Mantel-Haenszel, exp((O - E) / V)', 'Mantel-Haenszel 法，exp((O - E) / V)'),
  petoRatio: fixed('Peto one-step, exp((O - E) / V)', 'Peto 一步法，exp((O - E) / V)'),
  logRankRatio: fixed('Log-rank ratio, (O1 / E1) / (O0 / E0)', '对数秩比，(O1 / E1) / (O0 / E0)'),
  waldTest: fixed('Wald', 'Wald 检验'),
  logRankTest: fixed('log-rank', '对数秩检验'),
  groupWithoutEvents: fixed(
    'Not estimable: a group without events has no finite hazard ratio.',
    '无法估计：有一组无事件，风险比不是有限值。',
  ),
  neverTogetherAtRisk: fixed(
    'Not estimable: the groups are never at risk together in a way that bounds the ratio.',
    '无法估计：各组从未同时在险，风险比没有界限。',
  ),

  restrictedMean: fixed('Area under Kaplan-Meier curve', 'Kaplan-Meier 曲线下面积（限制平均生存时间）'),
  restrictedMeanDifference: fixed('Difference of restricted means, normal limits', '限制平均生存时间之差，正态置信限'),
  horizonAfterFollowUp: sentence(
    { lastDay: amount },
    ({ lastDay }) => `The horizon lies after the last follow-up (${lastDay} days): the curve is carried on flat.`,
    ({ lastDay }) => `时间界限晚于末次随访（${lastDay} 天）：其后曲线按水平延伸。`,
  ),
  noSpreadOfArea: fixed(
    'No event spreads the area: the standard error is 0, and the limits do not mean certainty.',
    '没有事件使面积产生变异：标准误为 0，置信限并不代表确定。',
  ),

  cumulativeIncidence: sentence(
    { limits: scale },
    ({ limits }) => `Aalen-Johansen cumulative incidence, ${limits} limits`,
    ({ limits }) => `Aalen-Johansen 累积发生率，${limits}置信限`,
  ),
  causeNeverObserved: sentence(
    { cause: text },
    ({ cause }) => `Cause ${cause} was never observed.`,
    ({ cause }) => `从未观察到原因 ${cause}。`,
  ),
  noEventOfAnyCause: fixed('No event was observed.', '未观察到事件。'),
  progressionOrDeath: fixed(
    'First event: progression (PD) or death without progression, which competes with it; a progression on the day of death counts as death. Whoever has neither is censored as in progression-free survival.',
    '首发事件：进展（PD）或未进展死亡，后者为竞争事件；死亡当日的进展计为死亡。两者均未发生者按无进展生存的规则删失。',
  ),
  grayTest: fixed("Gray's test", 'Gray 检验'),
  grayNotEstimable: fixed(
    'Not estimable: the groups are not at risk together while the cause occurs.',
    '无法估计：该原因发生时各组并未同时在险。',
  ),
  landmark: fixed('Landmark analysis', '界标（landmark）分析'),
  landmarkGroupEmpty: fixed('One group is empty at this landmark.', '在该界标时间点有一组无患者。'),
} as const;

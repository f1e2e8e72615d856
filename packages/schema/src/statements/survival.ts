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
    'First event: progression (PD) or death without progression, which competes with it; a progression seen on the day of death counts as progression. Whoever has neither is censored as in progression-free survival.',
    '首发事件：进展（PD）或未进展死亡，后者为竞争事件；死亡当日影像所见的进展计为进展。两者均未发生者按无进展生存的规则删失。',
  ),
  responseOrEnd: fixed(
    'First event: response (CR or PR), or progression or death without one, which competes with it. Whoever has neither is censored as in progression-free survival.',
    '首发事件：缓解（CR 或 PR），或未缓解即进展或死亡，后者为竞争事件。两者均未发生者按无进展生存的规则删失。',
  ),
  responseEnds: fixed(
    'First event after the response: progression (PD), or death without progression, which competes with it. Whoever has neither is censored as in progression-free survival.',
    '缓解后的首发事件：进展（PD）或未进展死亡，后者为竞争事件。两者均未发生者按无进展生存的规则删失。',
  ),
  treatmentOrDeath: fixed(
    'First event: later treatment, or death without one, which competes with it; a treatment that began on the day of death counts as treatment. Whoever has neither is censored at the last contact.',
    '首发事件：后续治疗，或未接受后续治疗即死亡，后者为竞争事件；死亡当日开始的治疗计为治疗。两者均未发生者在末次随访时删失。',
  ),

  recipeCountsFrom: sentence(
    {
      day: choice({
        firstHaic: { en: 'the first HAIC', zh: '首次 HAIC' },
        enrolment: { en: 'enrolment', zh: '入组' },
      }),
    },
    ({ day }) => `Times are counted from ${day}.`,
    ({ day }) => `时间起点为${day}。`,
  ),
  survivorsCensored: sentence(
    {
      at: choice({
        lastContact: { en: 'at the last contact', zh: '在末次随访时' },
        cutoff: {
          en: 'at the data cut-off, as if known to be alive then; without a cut-off at the last contact',
          zh: '在数据截止日（视为当时存活）；未设截止日时在末次随访时',
        },
      }),
    },
    ({ at }) => `Overall survival: until death from any cause; whoever is not known to have died is censored ${at}.`,
    ({ at }) => `总生存：至任何原因所致死亡；未知死亡者${at}删失。`,
  ),
  progressionFreeUntil: sentence(
    {
      ends: choice({
        death: { en: 'progression or death', zh: '进展或死亡' },
        censored: { en: 'progression; a death without it censors', zh: '进展；未进展死亡者在死亡时删失' },
        ignored: { en: 'progression alone', zh: '进展（不计死亡）' },
      }),
    },
    ({ ends }) =>
      `Progression-free survival: until ${ends}; otherwise censored at the last image that could be read, on day 0 without an image.`,
    ({ ends }) => `无进展生存：至${ends}；否则在末次可评估影像时删失，无影像者在第 0 天删失。`,
  ),
  treatmentCensors: sentence(
    {
      time: choice({
        pfs: { en: 'progression-free survival', zh: '无进展生存' },
        dor: { en: 'duration of response', zh: '缓解持续时间' },
      }),
    },
    ({ time }) =>
      `A later treatment that begins before the event censors ${time}: at the last image that could be read up to the day on which it began. What is seen after it does not count.`,
    ({ time }) => `事件之前开始的后续治疗使${time}删失：在该治疗开始当日及之前的末次可评估影像时删失，其后所见不计入。`,
  ),
  timeToResponse: sentence(
    {
      censoredAt: choice({
        progression: {
          en: 'at progression, otherwise at the last image that could be read',
          zh: '进展时删失，无进展者在末次可评估影像时删失',
        },
        lastAssessment: { en: 'at the last image that could be read', zh: '末次可评估影像时删失' },
      }),
    },
    ({ censoredAt }) =>
      `Time to response: until the first image with CR or PR up to progression; whoever has none is censored ${censoredAt}, on day 0 without an image. A hazard ratio above 1 means that responses come sooner.`,
    ({ censoredAt }) =>
      `至缓解时间：至进展前（含进展当日）首次出现 CR 或 PR 的影像；未缓解者在${censoredAt}，无影像者在第 0 天删失。风险比大于 1 表示缓解更早出现。`,
  ),
  durationOfResponse: sentence(
    {
      ends: choice({
        death: { en: 'progression or death', zh: '进展或死亡' },
        censored: { en: 'progression; a death without it censors', zh: '进展；未进展死亡者在死亡时删失' },
        ignored: { en: 'progression alone', zh: '进展（不计死亡）' },
      }),
    },
    ({ ends }) =>
      `Duration of response: from the first image with CR or PR until ${ends}; otherwise censored at the last image that could be read.`,
    ({ ends }) => `缓解持续时间：自首次出现 CR 或 PR 的影像起，至${ends}；否则在末次可评估影像时删失。`,
  ),
  respondersOnly: fixed(
    'Of responders alone, who are chosen by an outcome: a difference between their groups does not compare treatments.',
    '仅针对缓解者，而缓解者由结局选出：各组缓解者之间的差异不能用于比较治疗。',
  ),
  timeToNextTreatment: sentence(
    {
      death: choice({
        event: { en: 'or death, whichever is first', zh: '或死亡，以先发生者计' },
        censored: { en: 'a death before it censors', zh: '此前死亡者在死亡时删失' },
      }),
    },
    ({ death }) =>
      `Time to next treatment: until the first day of a later treatment on record after time zero, ${death}; otherwise censored at the last contact.`,
    ({ death }) => `至下一治疗时间：至时间零点之后首次后续治疗的开始日，${death}；否则在末次随访时删失。`,
  ),
  laterTreatmentsOnRecord: sentence(
    { n: count },
    ({ n }, { n: patients }) =>
      patients === 0
        ? 'No patient here has a later treatment on record: these times tell nothing of treatment.'
        : `${n} ${patients === 1 ? 'patient has' : 'patients have'} a later treatment on record.`,
    ({ n }, { n: patients }) =>
      patients === 0 ? '此处没有任何患者的后续治疗记录：该时间不反映治疗情况。' : `${n} 例有后续治疗记录。`,
  ),
  grayTest: fixed("Gray's test", 'Gray 检验'),
  grayNotEstimable: fixed(
    'Not estimable: the groups are not at risk together while the cause occurs.',
    '无法估计：该原因发生时各组并未同时在险。',
  ),
  twoRecipes: sentence(
    { own: text, other: text },
    ({ own, other }) =>
      `The same patients by two endpoint rules: ${own}, the rule of the study, and ${other}. They are no two groups: nothing is tested between them.`,
    ({ own, other }) =>
      `同一批患者按两种终点规则：${own}（本研究的规则）与 ${other}。两者并非两组患者，彼此之间不作检验。`,
  ),
  landmark: fixed('Landmark analysis', '界标（landmark）分析'),
  groupsAtLandmark: sentence(
    {
      outcome: choice({
        response: { en: 'a response (CR or PR)', zh: '缓解（CR 或 PR）' },
        progression: { en: 'a progression', zh: '进展' },
        nextTreatment: { en: 'a later treatment', zh: '后续治疗' },
      }),
      days: count,
    },
    ({ outcome, days }) =>
      `Landmark: groups by whether ${outcome} was there by day ${days}; whose time had ended by then is left out, and times begin on that day. What happens later moves nobody to the other group. Whoever has the outcome differs in more than that: the groups compare no treatments.`,
    ({ outcome, days }) =>
      `界标分析：按第 ${days} 天时是否已出现${outcome}分组；此前时间已结束者不纳入，时间自该日起算。其后发生者不改变分组。出现该结局者在其他方面亦有不同：组间比较不是治疗的比较。`,
  ),
  groupsByBestResponse: sentence(
    { days: count },
    ({ days }) =>
      `Landmark: groups by the best response (mRECIST) of the images up to day ${days}, up to the first progression; NE has no image until then that could be judged. Whose time had ended by then is left out, and times begin on that day. What happens later moves nobody to another group. Whoever responds differs in more than that: the groups compare no treatments.`,
    ({ days }) =>
      `界标分析：按第 ${days} 天前（含）至首次进展的影像的最佳疗效（mRECIST）分组；NE 为此前无可评价影像者。此前时间已结束者不纳入，时间自该日起算。其后发生者不改变分组。出现缓解者在其他方面亦有不同：组间比较不是治疗的比较。`,
  ),
  landmarkBeforehand: fixed(
    'The landmark is chosen beforehand: one that was searched for by looking at the curves makes p too small.',
    '界标须事先确定：通过查看曲线寻找的界标会使 p 值过小。',
  ),
  landmarkGroupEmpty: fixed('One group is empty at this landmark.', '在该界标时间点有一组无患者。'),
} as const;

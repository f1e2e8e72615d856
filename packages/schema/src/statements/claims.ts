import { fixed, plural, sentence } from './sentence.ts';
import { amount, choice, count, label, labels, text, texts } from './values.ts';

const rate = choice({
  orr: { en: 'Objective response (CR or PR)', zh: '客观缓解（CR 或 PR）' },
  dcr: { en: 'Disease control (CR, PR or SD)', zh: '疾病控制（CR、PR 或 SD）' },
});
const part = choice({
  estimate: { en: 'estimate', zh: '估计值' },
  lower: { en: 'lower 95 % limit', zh: '95% 置信下限' },
  upper: { en: 'upper 95 % limit', zh: '95% 置信上限' },
});
const measure = choice({
  patients: { en: 'patients', zh: '例数' },
  percent: { en: 'per cent', zh: '百分比' },
  mean: { en: 'mean', zh: '均值' },
  standardDeviation: { en: 'standard deviation', zh: '标准差' },
  median: { en: 'median', zh: '中位数' },
});
const metric = choice({
  accuracy: { en: 'Accuracy', zh: '准确率' },
  sensitivity: { en: 'Sensitivity', zh: '灵敏度' },
  specificity: { en: 'Specificity', zh: '特异度' },
  ppv: { en: 'Positive predictive value', zh: '阳性预测值' },
  npv: { en: 'Negative predictive value', zh: '阴性预测值' },
  f1: { en: 'F1 of the positive class', zh: '阳性类别的 F1' },
});
const direction = choice({ more: { en: 'more', zh: '多' }, fewer: { en: 'fewer', zh: '少' } });

/** With one decimal, which tells 147 of 194 from the 70 that is printed. */
const inPercent = (n: number, of: number): string =>
  ((100 * n) / of).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** What a publication claims: the rule of each number, and why it is or is not the recomputed one. */
export const claims = {
  claimOfAllPatients: fixed('All patients', '全部患者'),
  claimOfPatients: sentence(
    { cohort: label },
    ({ cohort }) => `Patients: ${cohort}`,
    ({ cohort }) => `患者数：${cohort}`,
  ),
  claimOfShare: sentence(
    { cohort: label, of: label },
    ({ cohort, of }) => `Per cent of ${of}: ${cohort}`,
    ({ cohort, of }) => `占${of}的百分比：${cohort}`,
  ),
  claimOfResponse: sentence(
    { response: text, arm: label },
    ({ response, arm }) => `Best response ${response} by mRECIST, ${arm}`,
    ({ response, arm }) => `mRECIST 最佳疗效 ${response}，${arm}`,
  ),
  claimOfRate: sentence(
    { rate, arm: label },
    ({ rate: of, arm }) => `${of}, per cent of all patients, ${arm}`,
    ({ rate: of, arm }) => `${of}，占全部患者的百分比，${arm}`,
  ),
  claimOfRateTest: sentence(
    { rate },
    ({ rate: of }) => `${of}: p of the difference between the arms`,
    ({ rate: of }) => `${of}：治疗组间差异的 p 值`,
  ),
  claimOfAdverseEvents: sentence(
    { arm: label, as: measure },
    ({ arm, as }) => `Any adverse event, ${arm}: ${as}`,
    ({ arm, as }) => `任何不良事件，${arm}：${as}`,
  ),
  claimOfBaseline: sentence(
    { what: label, group: label, as: measure },
    ({ what, group, as }) => `${what}, ${group}: ${as}`,
    ({ what, group, as }) => `${what}，${group}：${as}`,
  ),
  claimOfBaselineTest: sentence(
    { what: label, by: label },
    ({ what, by }) => `${what}: p of the difference by ${by}`,
    ({ what, by }) => `${what}：按${by}分组差异的 p 值`,
  ),
  claimOfMedian: sentence(
    { endpoint: text, arm: label, part },
    ({ endpoint, arm, part: of }) => `Median ${endpoint} by Kaplan-Meier, ${arm}: ${of}`,
    ({ endpoint, arm, part: of }) => `Kaplan-Meier 中位 ${endpoint}，${arm}：${of}`,
  ),
  claimOfEvents: sentence(
    { endpoint: text, arm: label },
    ({ endpoint, arm }) => `Events of ${endpoint}, ${arm}`,
    ({ endpoint, arm }) => `${endpoint} 事件数，${arm}`,
  ),
  claimOfRatio: sentence(
    { endpoint: text, part },
    ({ endpoint, part: of }) => `Hazard ratio of ${endpoint}, second arm over first: ${of}`,
    ({ endpoint, part: of }) => `${endpoint} 风险比，第二组比第一组：${of}`,
  ),
  claimOfLogRank: sentence(
    { endpoint: text },
    ({ endpoint }) => `Log-rank test of ${endpoint} between the arms: p`,
    ({ endpoint }) => `治疗组间 ${endpoint} 的对数秩检验：p 值`,
  ),
  claimOfFollowUp: sentence(
    { part },
    ({ part: of }) => `Median follow-up by reverse Kaplan-Meier: ${of}`,
    ({ part: of }) => `反向 Kaplan-Meier 中位随访时间：${of}`,
  ),
  claimOfSets: sentence(
    { sets: labels, centre: label, as: measure },
    ({ sets, centre, as }) => `Patients with a slide in: ${sets}; ${centre}: ${as}`,
    ({ sets, centre, as }) => `有切片属于以下集合的患者：${sets}；${centre}：${as}`,
  ),
  claimOfOverlap: sentence(
    { set: label },
    ({ set }) => `${set}: training patients of the same centres, none if it is external`,
    ({ set }) => `${set}：来自相同中心的训练患者数；若为外部集应为 0`,
  ),
  claimOfAuc: sentence(
    { model: text, set: label },
    ({ model, set }) => `AUC of ${model}, ${set}`,
    ({ model, set }) => `${model} 的 AUC，${set}`,
  ),
  claimOfMetric: sentence(
    { metric, model: text, set: label },
    ({ metric: of, model, set }) => `${of} of ${model}, ${set}`,
    ({ metric: of, model, set }) => `${model} 的${of}，${set}`,
  ),
  claimTruncated: sentence(
    { exact: amount, rounded: text },
    ({ exact, rounded }) => `printed as truncated: ${exact} rounds to ${rounded}`,
    ({ exact, rounded }) => `印刷值为截断：${exact} 应四舍五入为 ${rounded}`,
  ),
  claimRoundedUp: sentence(
    { exact: amount, rounded: text },
    ({ exact, rounded }) => `one unit of the last digit: ${exact} rounds to ${rounded}`,
    ({ exact, rounded }) => `末位相差一个单位：${exact} 应四舍五入为 ${rounded}`,
  ),
  claimCountsDiffer: sentence(
    { printed: count, of: count, recomputed: count, n: count },
    ({ printed, of, recomputed, n }, { n: few }) =>
      `differs by ${few === 1 ? 'one patient' : `${n} patients`}: printed is ${printed} of ${of}, the records give ${recomputed}`,
    ({ printed, of, recomputed, n }) => `相差 ${n} 例：印刷值为 ${printed}/${of}，记录为 ${recomputed}`,
  ),
  claimPatientsDiffer: sentence(
    { n: count, direction },
    ({ n, direction: way }, { n: few }) => `the records give ${n} ${plural(few, 'patient', 'patients')} ${way}`,
    ({ n, direction: way }) => `记录${way} ${n} 例`,
  ),
  claimOtherTotal: sentence(
    { printed: count, recomputed: count },
    ({ printed, recomputed }) => `of other patients: printed is of ${printed}, the records have ${recomputed}`,
    ({ printed, recomputed }) => `患者总数不同：印刷值基于 ${printed} 例，记录有 ${recomputed} 例`,
  ),
  claimShareIs: sentence(
    { n: count, of: count },
    ({ n, of }, { n: few, of: all }) => `the records give ${n} of ${of} (${inPercent(few, all)} %)`,
    ({ n, of }, { n: few, of: all }) => `记录为 ${n}/${of}（${inPercent(few, all)}%）`,
  ),
  claimShareNotAttainable: sentence(
    { n: count, near: texts },
    ({ n, near }) => `not attainable at n = ${n}: no count is printed so; the nearest are ${near}`,
    ({ n, near }) => `n = ${n} 时不可能出现：没有任何例数对应该印刷值；最接近的为 ${near}`,
  ),
  claimTablesNone: sentence(
    { n: count, of: count, most: count },
    ({ n, of, most }) =>
      `no 2 × 2 table gives these ${of} metrics at n = ${n}; the most that one table gives is ${most}`,
    ({ n, of, most }) => `n = ${n} 时没有任何四格表能同时给出这 ${of} 项指标；单个表最多吻合 ${most} 项`,
  ),
  claimTablesClosest: sentence(
    { tables: texts, deviation: amount },
    ({ tables, deviation }) =>
      `closest table, inferred and not published (TP/FN/FP/TN): ${tables}; its worst metric is off by ${deviation}`,
    ({ tables, deviation }) =>
      `最接近的四格表（推断所得，原文未给出；TP/FN/FP/TN）：${tables}；最差指标相差 ${deviation}`,
  ),
  claimAreaNone: sentence(
    { positives: count, negatives: count, near: texts },
    ({ positives, negatives, near }) =>
      `not attainable with ${positives} positive and ${negatives} negative cases: the nearest areas are ${near}`,
    ({ positives, negatives, near }) => `${positives} 例阳性、${negatives} 例阴性时不可能出现：最接近的面积为 ${near}`,
  ),
  claimAreaTies: sentence(
    { positives: count, negatives: count },
    ({ positives, negatives }) =>
      `with ${positives} positive and ${negatives} negative cases attainable only if a case of each class has the same score`,
    ({ positives, negatives }) => `${positives} 例阳性、${negatives} 例阴性时，仅当两类中有病例评分相同才可能出现`,
  ),
  claimAreaSplits: sentence(
    { n: count, splits: texts },
    ({ n, splits }) => `at n = ${n} attainable only with these numbers of the two classes: ${splits}`,
    ({ n, splits }) => `n = ${n} 时仅当两类例数为以下组合才可能出现：${splits}`,
  ),
  claimDaysNone: sentence(
    { monthDays: amount },
    ({ monthDays }) =>
      `not an observed time: no whole or half day is printed so in months of ${monthDays} days, so it comes from a formula`,
    ({ monthDays }) => `不是观察到的时间：按每月 ${monthDays} 天，没有整日或半日对应该印刷值，应来自公式计算`,
  ),
  claimOtherMonth: sentence(
    { monthDays: amount, months: amount },
    ({ monthDays, months }) => `with months of ${monthDays} days it is ${months}`,
    ({ monthDays, months }) => `按每月 ${monthDays} 天则为 ${months}`,
  ),
  claimCandidates: sentence(
    { candidates: labels },
    ({ candidates }) => `the publication does not say how; computed: ${candidates}`,
    ({ candidates }) => `原文未说明方法；分别计算：${candidates}`,
  ),
  claimTestOfOthers: sentence(
    { n: count, direction, arm: text, test: label, p: amount },
    ({ n, direction: way, arm, test, p }, { n: few }) =>
      `with ${few === 1 ? 'one patient' : `${n} patients`} ${way} in ${arm}, ${test} gives ${p}, as printed`,
    ({ n, direction: way, arm, test, p }) => `若 ${arm} ${way} ${n} 例，${test}得 ${p}，与印刷值一致`,
  ),
  claimIntervalImplies: sentence(
    { p: amount },
    ({ p }) => `the hazard ratio and its limits, as printed, imply p = ${p}: not the printed one`,
    ({ p }) => `原文风险比及其置信限对应 p = ${p}，与印刷值不符`,
  ),
  claimIntervalWidth: sentence(
    { printed: amount, errors: labels },
    ({ printed, errors }) => `the printed limits have a standard error of the log of ${printed}; here it is ${errors}`,
    ({ printed, errors }) => `印刷置信限对应的对数标准误为 ${printed}；此处为 ${errors}`,
  ),
  claimNotExternal: sentence(
    { n: count, centres: texts },
    ({ n, centres }) => `not external: ${n} training patients are of the same centres (${centres})`,
    ({ n, centres }) => `并非外部集：训练集中有 ${n} 例来自相同中心（${centres}）`,
  ),
  claimThreshold: sentence(
    { threshold: amount },
    ({ threshold }) => `at the threshold ${threshold}`,
    ({ threshold }) => `阈值 ${threshold}`,
  ),
  claimMethod: sentence(
    { method: label },
    ({ method }) => `by ${method}`,
    ({ method }) => `方法：${method}`,
  ),
  claimNeedsScores: sentence(
    { model: text },
    ({ model }) => `the portal holds no scores of ${model}`,
    ({ model }) => `平台没有 ${model} 的评分`,
  ),
  claimNeedsThreshold: sentence(
    { model: text },
    ({ model }) => `no threshold of ${model} is known, and the claim gives none`,
    ({ model }) => `${model} 的阈值未知，论断中也未给出`,
  ),
  claimNotKept: fixed(
    'this snapshot was made before slides and scores were kept: compare with a later one, or with the data of now',
    '该快照建立时尚不保存切片与评分：请与较新的快照或当前数据比较',
  ),
  claimOfNobody: fixed('nothing to compute: no patient is in the group', '无法计算：该组没有患者'),
  claimNotEstimable: fixed('not estimable from the records', '无法由记录估计'),
  claimNotReached: fixed('not reached in the records', '记录中未达到'),
} as const;

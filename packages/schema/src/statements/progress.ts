import { fixed, sentence } from './sentence.ts';
import { amount, choice, count, label, text } from './values.ts';

const endpoint = choice({
  OS: { en: 'deaths', zh: '死亡' },
  PFS: { en: 'progressions or deaths', zh: '进展或死亡' },
});

/** How far a study has come: accrual, follow-up, events. */
export const progress = {
  accrualByMonth: sentence(
    { timeZero: label },
    ({ timeZero }) =>
      `Every patient entered counts in the calendar month of time zero (${timeZero}), whether or not analyses count the patient`,
    ({ timeZero }) => `所有已录入患者按时间零点（${timeZero}）所在自然月计数，不论是否纳入分析`,
  ),
  accrualWithoutDay: sentence(
    { n: count },
    ({ n }, { n: of }) =>
      `${n} ${of === 1 ? 'patient has' : 'patients have'} no day of time zero and no place in a month`,
    ({ n }) => `${n} 例患者无时间零点日期，未计入任何月份`,
  ),
  accrualPlanned: sentence(
    { patients: count, from: text, until: text },
    ({ patients, from, until }) => `Planned: ${patients} patients from ${from} to ${until}, as many each day`,
    ({ patients, from, until }) => `计划：${from} 至 ${until} 入组 ${patients} 例，每日入组数相同`,
  ),
  followUpMaturity: fixed(
    'Median follow-up is the reverse Kaplan-Meier median of overall survival (death censors, being alive at the last contact is the event; Schemper and Smith, Control Clin Trials 1996;17:343-6), 95 % limits on the log scale',
    '中位随访时间为总生存的反向 Kaplan-Meier 中位数（死亡为删失，末次联系时存活为事件；Schemper、Smith，Control Clin Trials 1996;17:343-6），95% 置信限取 log 尺度',
  ),
  eventsOfArms: sentence(
    { recipe: text },
    ({ recipe }) =>
      `Deaths are events of OS, progressions or deaths events of PFS, by the endpoint rule ${recipe}; a minimum follow-up that curves may ask for is not applied`,
    ({ recipe }) => `死亡为 OS 事件，进展或死亡为 PFS 事件，按终点规则 ${recipe}；此处不应用曲线可能要求的最短随访`,
  ),
  informationCounted: sentence(
    { endpoint },
    ({ endpoint: of }) => `Events are the ${of} in both arms; the information fraction is their share of those planned`,
    ({ endpoint: of }) => `事件为两组的${of}例数；信息比例为现有事件数占计划事件数的比例`,
  ),
  eventsNeeded: sentence(
    { endpoint, events: count, hazardRatio: amount, alpha: amount, power: amount, share: amount },
    ({ endpoint: of, events, hazardRatio, alpha, power, share }) =>
      `A log-rank test with a two-sided level of ${alpha} and a power of ${power} needs ${events} ${of} for a hazard ratio of ${hazardRatio}, ` +
      `with a share of ${share} in the comparison arm (Schoenfeld, Biometrika 1981;68:316-9)`,
    ({ endpoint: of, events, hazardRatio, alpha, power, share }) =>
      `双侧水平 ${alpha}、把握度 ${power} 的对数秩检验，欲检出风险比 ${hazardRatio}，在比较组占比 ${share} 时需 ${events} 例${of}` +
      `（Schoenfeld，Biometrika 1981;68:316-9）`,
  ),
  fewerEventsPlanned: sentence(
    { planned: count, needed: count, power: amount },
    ({ planned, needed, power }) =>
      `The plan has ${planned} events, fewer than the ${needed} that its hazard ratio needs: its power is ${power}`,
    ({ planned, needed, power }) => `计划事件数 ${planned} 少于该风险比所需的 ${needed}：把握度仅 ${power}`,
  ),
  detectableNow: sentence(
    { endpoint, events: count, hazardRatio: amount, alpha: amount, power: amount, share: amount, comparison: text },
    ({ endpoint: of, events, hazardRatio, alpha, power, share, comparison }) =>
      `With the present ${events} ${of} a log-rank test (two-sided level ${alpha}) finds a hazard ratio of ${hazardRatio} or further from 1 ` +
      `with a power of ${power}; ${comparison} has a share of ${share} of the patients with a time (Schoenfeld, Biometrika 1981;68:316-9). ` +
      `It says what more follow-up would allow, and explains no p value`,
    ({ endpoint: of, events, hazardRatio, alpha, power, share, comparison }) =>
      `以现有 ${events} 例${of}，对数秩检验（双侧水平 ${alpha}）可在把握度 ${power} 下检出 ${hazardRatio} 或离 1 更远的风险比；` +
      `有生存时间的患者中 ${comparison} 组占 ${share}（Schoenfeld，Biometrika 1981;68:316-9）。该值用于判断是否需继续随访，不用于解释 P 值`,
  ),
  eventsOfProtectedCurves: sentence(
    { minimumAtRisk: count },
    ({ minimumAtRisk }) =>
      `Events of all centres are those of their protected curves, which end before fewer than ${minimumAtRisk} of an arm remain: the actual number may be higher by what happened afterwards`,
    ({ minimumAtRisk }) =>
      `全部中心的事件数取自受保护的曲线；某组剩余在险人数将少于 ${minimumAtRisk} 时曲线终止，此后发生者未计入，实际事件数可能更高`,
  ),
  completenessOfAll: fixed(
    'The share of forms with a record is of all centres together, to two figures, and stays as it is until the other numbers change.',
    '已录入表单的比例为全部中心合计，保留两位有效数字，并与其他数字同时更新。',
  ),
  completenessOfForms: sentence(
    { forms: count },
    ({ forms }) =>
      `Expected are ${forms} forms of every patient: those that a patient has once, and an image and a follow-up, as far as the study uses them; overdue are visits by the schedule of the study`,
    ({ forms }) =>
      `每例患者应有 ${forms} 种表单：仅填一次的表单，以及影像评估与随访（以本研究使用者为限）；逾期指按本研究访视日程`,
  ),
} as const;

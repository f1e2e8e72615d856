import { count, label, text } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

/** How adverse events were counted and compared. */
export const safety = {
  worstGradeCounts: fixed(
    'A patient counts once in each row, at the highest CTCAE grade on record there; class and total count patients anew',
    '每例患者在每一行只计一次，取该行记录的最高 CTCAE 分级；系统器官分类与合计行重新计患者数',
  ),
  ofTreatedPatients: sentence(
    { untreated: count },
    ({ untreated }, { untreated: n }) =>
      `Percentages are of the patients of a group with a first HAIC or a HAIC cycle on record; ${untreated} ` +
      `${plural(n, 'patient', 'patients')} with neither ${plural(n, 'is', 'are')} left out`,
    ({ untreated }) => `百分比的分母为该组有首次 HAIC 或 HAIC 周期记录的患者；两者均无的 ${untreated} 例未计入`,
  ),
  ofAllPatients: fixed(
    'Percentages are of all patients of a group; who has no event on record counts as without one',
    '百分比的分母为该组全部患者；无事件记录者按未发生计',
  ),
  attributedEvents: sentence(
    { cause: label, unjudged: count },
    ({ cause, unjudged }, { unjudged: n }) =>
      `Terms: events possibly, probably or definitely related to ${cause}; ${unjudged} ${plural(n, 'event', 'events')} ` +
      `that nobody judged so far ${plural(n, 'is', 'are')} not among them`,
    ({ cause, unjudged }) => `各术语仅计与${cause}可能、很可能或肯定有关的事件；${unjudged} 条事件未作此判断，未计入`,
  ),
  seriousEventsAlone: fixed('Terms: serious events only', '各术语仅计严重不良事件'),
  newcombeDifference: sentence(
    { comparison: text, reference: text },
    ({ comparison, reference }) =>
      `Difference: ${comparison} minus ${reference}, in percentage points, with Newcombe's 95 % limits from two Wilson ` +
      `intervals (Stat Med 1998;17:873-90, method 10); not adjusted for the number of rows`,
    ({ comparison, reference }) =>
      `差值：${comparison} 减 ${reference}，单位为百分点，95% 置信限采用 Newcombe 法（基于两个 Wilson 区间；` +
      `Stat Med 1998;17:873-90，方法 10），未按行数校正`,
  ),
  daysToFirstEvent: sentence(
    { timeZero: label, withoutDay: count, beforeStart: count },
    ({ timeZero, withoutDay, beforeStart }) =>
      `Days from ${timeZero} to a patient's first event of the row: median and range of the patients of whom a day is ` +
      `known. Without a day to count: ${withoutDay}; begun before time zero: ${beforeStart} (events)`,
    ({ timeZero, withoutDay, beforeStart }) =>
      `自${timeZero}至患者该行首次事件的天数：已知日期患者的中位数与范围。无日期可计的事件 ${withoutDay} 条；` +
      `时间零点之前发生的事件 ${beforeStart} 条`,
  ),
} as const;

import { defineCodes } from '../form.ts';

/** Why a patient has no time to an endpoint; the endpoint recipe states when each applies. */
export const missingTime = defineCodes({
  source: 'Endpoint recipe of the portal',
  codes: [
    { code: 'noFollowUp', label: { en: 'without any follow-up', zh: '无任何随访' } },
    {
      code: 'noTimeZero',
      label: { en: 'with dates and no first HAIC to count them from', zh: '有日期但无首次 HAIC 日期可供计算' },
    },
    {
      code: 'beforeTimeZero',
      label: { en: 'with a death or last contact before time zero', zh: '死亡或末次随访早于时间零点' },
    },
    { code: 'afterCutoff', label: { en: 'with a time zero after the data cut', zh: '时间零点晚于数据截止日' } },
    // Of duration of response, which is of responders alone.
    { code: 'noResponse', label: { en: 'without a response', zh: '未达缓解' } },
    // By a recipe in which a later treatment censors.
    {
      code: 'afterNewTreatment',
      label: { en: 'whose first response came after a later treatment began', zh: '首次缓解晚于后续治疗的开始' },
    },
    {
      code: 'partialDate',
      label: { en: 'whose first later treatment is known by month or year alone', zh: '首次后续治疗仅知年或年月' },
    },
    {
      code: 'notCollected',
      label: { en: 'of a study that does not record what this time is made of', zh: '研究未采集计算该时间所需的记录' },
    },
    // Of a snapshot alone: the row that it keeps is older than the endpoint.
    { code: 'notKept', label: { en: 'of a snapshot older than this endpoint', zh: '快照早于该终点的引入' } },
  ],
});

import { isCalendarDate } from '../calendar-date.ts';
import { type Issue } from '../check-row.ts';
import { defineCodes } from '../form.ts';
import { issue } from '../study/study-issue.ts';

/** Why a patient who is alive has no more visits. */
export const visitStopReason = defineCodes({
  source: 'CDISC DSDECOD, reasons for the end of a study',
  codes: [
    { code: 'withdrawn', label: { en: 'Withdrew consent', zh: '撤回知情同意' } },
    { code: 'lost', label: { en: 'Lost to follow-up', zh: '失访' } },
    { code: 'transferred', label: { en: 'Treated elsewhere', zh: '转至其他医院' } },
    { code: 'other', label: { en: 'Another reason', zh: '其他原因' } },
  ],
});

export interface VisitStop {
  /** The first day without visits, YYYY-MM-DD. */
  readonly stoppedOn: string;
  readonly why: string;
  readonly note: string | null;
}

const longestNote = 500;

/** @param today - YYYY-MM-DD. */
export function checkVisitStop({ stoppedOn, why, note }: VisitStop, today: string): Issue[] {
  const codes = visitStopReason.codes.map(({ code }) => code);
  return [
    ...(isCalendarDate(stoppedOn) && stoppedOn >= '1900-01-01' && stoppedOn <= today
      ? []
      : [issue('stoppedOn', 'outOfRange', `a date from 1900-01-01 to ${today}`, `1900-01-01 至 ${today} 之间的日期`)]),
    ...(codes.some((code) => code === why)
      ? []
      : [issue('why', 'notInList', `one of ${codes.join(', ')}`, `以下之一：${codes.join('、')}`)]),
    ...(why !== 'other' || note !== null
      ? []
      : [issue('note', 'required', 'what the other reason is', '请写明其他原因')]),
    ...((note ?? '').length <= longestNote
      ? []
      : [issue('note', 'tooLong', `at most ${longestNote} characters`, `最多 ${longestNote} 个字符`)]),
  ];
}

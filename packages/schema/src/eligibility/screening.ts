import { isCalendarDate } from '../calendar-date.ts';
import { type Issue, type Problem } from '../check-row.ts';
import { type Label } from '../form.ts';

/** What became of somebody who was screened. */
export const screeningOutcomes = ['enrolled', 'notEligible', 'declined', 'other'] as const;
export type ScreeningOutcome = (typeof screeningOutcomes)[number];

export const screeningOutcomeLabels: Readonly<Record<ScreeningOutcome, Label>> = {
  enrolled: { en: 'Enrolled', zh: '已入组' },
  notEligible: { en: 'Not eligible', zh: '不符合入排标准' },
  declined: { en: 'Declined', zh: '拒绝参加' },
  other: { en: 'Other reason', zh: '其他原因' },
};

/** A line of the screening log of a centre. It holds nothing by which a person could be known. */
export interface Screening {
  /** The number that the centre gave: 'S-017'; unique in the centre. */
  readonly number: string;
  /** `YYYY-MM-DD`. */
  readonly screenedOn: string;
  readonly outcome: ScreeningOutcome;
  /** Codes of criteria of the study, if not eligible. */
  readonly failedCriteria: readonly string[];
  readonly reason: string | null;
  /** The code of the patient, if enrolled. */
  readonly patient: string | null;
}

export const screeningLimits = { number: 20, reason: 200 } as const;

const numberGrammar = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * The one check of a line of the screening log, for page and API.
 *
 * @param criteria - the codes of the study's criteria.
 * @param today - `YYYY-MM-DD`.
 * @returns what is wrong, by field, and what is expected; empty if it may be stored.
 */
export function checkScreening(entry: Screening, criteria: readonly string[], today: string): Issue[] {
  const { number, screenedOn, outcome, failedCriteria, reason, patient } = entry;
  const issues: Issue[] = [];
  const add = (field: keyof Screening, problem: Problem, en: string, zh: string) =>
    issues.push({ field, problem, severity: 'error', expected: { en, zh } });

  const { number: longest, reason: longestReason } = screeningLimits;
  if (!numberGrammar.test(number) || number.length > longest) {
    add(
      'number',
      number === '' ? 'required' : 'rule',
      `letters, digits, - and _, at most ${longest}: S-017`,
      `字母、数字、- 和 _，最多 ${longest} 个字符，例如 S-017`,
    );
  }
  if (!isCalendarDate(screenedOn)) add('screenedOn', 'notADate', 'a date such as 2024-02-29', '日期，例如 2024-02-29');
  else if (screenedOn < '1900-01-01' || screenedOn > today) {
    add('screenedOn', 'outOfRange', `a day up to ${today}, and not before 1900`, `1900 年以后且不晚于 ${today} 的日期`);
  }
  if (!screeningOutcomes.includes(outcome)) {
    add('outcome', 'notInList', `one of ${screeningOutcomes.join(', ')}`, `${screeningOutcomes.join('、')} 之一`);
  }
  const stranger = failedCriteria.find((code) => !criteria.includes(code));
  if (stranger !== undefined) {
    const known = criteria.join(', ');
    add('failedCriteria', 'notInList', `criteria of the study: ${known}`, `本研究的标准：${known}`);
  } else if (outcome === 'notEligible' && failedCriteria.length === 0 && (criteria.length > 0 || !hasText(reason))) {
    add('failedCriteria', 'required', 'at least one criterion that is not met', '至少一条未符合的标准');
  } else if (outcome !== 'notEligible' && failedCriteria.length > 0) {
    add('failedCriteria', 'rule', 'empty unless the outcome is not eligible', '仅当结果为“不符合入排标准”时填写');
  }
  if (outcome === 'other' && !hasText(reason)) add('reason', 'required', 'the reason', '必须填写原因');
  if ((reason ?? '').length > longestReason) {
    add('reason', 'tooLong', `at most ${longestReason} characters`, `最多 ${longestReason} 个字符`);
  }
  if (outcome === 'enrolled' && !hasText(patient)) {
    add('patient', 'required', 'the code of the patient', '必须填写患者编号');
  } else if (outcome !== 'enrolled' && hasText(patient)) {
    add('patient', 'rule', 'empty unless the outcome is enrolled', '仅当结果为“已入组”时填写');
  }
  return issues;
}

const hasText = (text: string | null): boolean => (text ?? '').trim() !== '';

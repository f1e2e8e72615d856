import { isCalendarDate } from '../calendar-date.ts';
import { type Issue } from '../check-row.ts';
import { type Label } from '../form.ts';
import { forms } from '../forms/index.ts';
import { disclosureIssues } from './disclosure.ts';
import { followUpIssues } from './minimum-follow-up.ts';
import { issue } from './study-issue.ts';
import {
  codeLabel,
  formOfEveryStudy,
  isStudyCode,
  reservedStudyCodes,
  type StudyLabel,
  studyLimits,
  type StudySettings,
  type StudyUse,
} from './study-settings.ts';

/**
 * The one check of what somebody enters about a study, for pages, API and command line.
 *
 * @returns faulty settings in the order in which they are asked for; empty if valid.
 */
export function checkStudy(study: StudySettings): Issue[] {
  const { code, name, monthDays, cutoffOn, timeZero, arms, centres, unusedForms } = study;
  const [shortest, longest] = studyLimits.monthDays;
  return [
    ...codeIssues('code', code),
    ...(reservedStudyCodes.includes(code)
      ? [issue('code', 'rule', `another code: ${code} is an address of the portal`, `其他代码：${code} 为平台保留地址`)]
      : []),
    ...labelIssues('name', name, studyLimits.name),
    ...textIssues('timeZero', timeZero, studyLimits.timeZero),
    ...(Number.isFinite(monthDays) && monthDays >= shortest && monthDays <= longest
      ? []
      : [
          issue(
            'monthDays',
            'outOfRange',
            `a number from ${shortest} to ${longest}`,
            `${shortest} 至 ${longest} 之间的数字`,
          ),
        ]),
    ...(cutoffOn === null || (isCalendarDate(cutoffOn) && cutoffOn >= '1900-01-01')
      ? []
      : [issue('cutoffOn', 'notADate', 'a date such as 2024-02-29', '日期，例如 2024-02-29')]),
    ...(arms.length > 0 ? [] : [issue('arms', 'required', 'at least one arm', '至少一个治疗组')]),
    ...codesIssues('arms', arms),
    ...arms.flatMap(({ label }, i) => labelIssues(`arms.${i}.label`, label, studyLimits.label)),
    ...(centres.length > 0 ? [] : [issue('centres', 'required', 'at least one centre', '至少一个中心')]),
    ...codesIssues('centres', centres),
    ...centres.flatMap((centre, i) => textIssues(`centres.${i}.name`, centre.name, studyLimits.name)),
    ...unusedForms
      .filter((form) => form === formOfEveryStudy || !forms.some(({ name: known }) => known === form))
      .map((form) =>
        form === formOfEveryStudy
          ? issue(
              'unusedForms',
              'rule',
              `${form} in use: every patient begins with it`,
              `必须使用 ${form}：每位患者都由此开始`,
            )
          : issue('unusedForms', 'notInList', `one of ${formNames.join(', ')}`, `以下之一：${formNames.join('、')}`),
      ),
    ...disclosureIssues(study.disclosure),
    ...followUpIssues(study),
  ];
}

const formNames = forms.map(({ name }) => name).filter((name) => name !== formOfEveryStudy);

/**
 * What of a valid change the study's records stand against. Code and kind of a study are fixed.
 *
 * @param stored - the settings as they are.
 * @param use - what of them is in use.
 */
export function checkStudyChange(next: StudySettings, stored: StudySettings, use: StudyUse): Issue[] {
  const { firstEnrolledOn } = use;
  const has = (codes: readonly { readonly code: string }[], wanted: string) =>
    codes.some(({ code }) => code === wanted);
  return [
    ...(next.code === stored.code
      ? []
      : [issue('code', 'rule', `${stored.code}: it is fixed`, `${stored.code}：不可更改`)]),
    ...(next.synthetic === stored.synthetic
      ? []
      : [issue('synthetic', 'rule', 'as when the study was made: it is fixed', '与创建研究时一致：不可更改')]),
    ...(next.cutoffOn !== null && firstEnrolledOn !== null && next.cutoffOn < firstEnrolledOn
      ? [
          issue(
            'cutoffOn',
            'outOfRange',
            `${firstEnrolledOn} or later: the first patient was enrolled then`,
            `不早于 ${firstEnrolledOn}：首例患者于该日入组`,
          ),
        ]
      : []),
    ...use.arms
      .filter((code) => !has(next.arms, code))
      .map((code) => issue('arms', 'rule', `${code} among them: patients have it`, `保留 ${code}：已有患者属于该组`)),
    ...use.centres
      .filter((code) => !has(next.centres, code))
      .map((code) =>
        issue(
          'centres',
          'rule',
          `${code} among them: it has patients, members or invitations`,
          `保留 ${code}：该中心已有患者、成员或邀请`,
        ),
      ),
    ...use.forms
      .filter((form) => next.unusedForms.includes(form))
      .map((form) => issue('unusedForms', 'rule', `${form} in use: it has records`, `继续使用 ${form}：已有记录`)),
  ];
}

function textIssues(field: string, text: string, most: number): Issue[] {
  if (text.trim() === '') return [issue(field, 'required', 'a value', '必须填写')];
  return tooLong(field, text, most);
}

const tooLong = (field: string, text: string, most: number): Issue[] =>
  text.length <= most ? [] : [issue(field, 'tooLong', `at most ${most} characters`, `最多 ${most} 个字符`)];

function labelIssues(field: string, { en, zh }: StudyLabel, most: number): Issue[] {
  return [...textIssues(`${field}.en`, en, most), ...tooLong(`${field}.zh`, zh ?? '', most)];
}

function codeIssues(field: string, code: string): Issue[] {
  const { en, zh }: Label = codeLabel;
  if (code === '') return [issue(field, 'required', en, zh)];
  return isStudyCode(code) ? [] : [issue(field, 'wrongType', en, zh)];
}

function codesIssues(list: 'arms' | 'centres', entries: readonly { readonly code: string }[]): Issue[] {
  return entries.flatMap(({ code }, i) => {
    const first = entries.findIndex((other) => other.code === code);
    if (first === i || code === '') return codeIssues(`${list}.${i}.code`, code);
    return [issue(`${list}.${i}.code`, 'rule', `another code: ${code} is there already`, `其他代码：${code} 已存在`)];
  });
}

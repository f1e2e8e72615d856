import { eligibilityState } from '../codes/eligibility-state.ts';
import { ctcaeGrade } from '../codes/ctcae-grade.ts';
import { missingTime } from '../codes/missing-time.ts';
import { mrecistResponse } from '../codes/mrecist.ts';
import { type CodeList, type Label } from '../form.ts';
import { forConditions } from './from-forms.ts';
import { defineVariable, type SubjectVariable, type VariableSpec } from './variable.ts';

/** Outcomes, derived from all records of a patient by the endpoint recipe of the study. */
export const outcomeVariables: readonly SubjectVariable[] = [
  derived('bestResponse', 'best_response', {
    kind: 'category',
    label: { en: 'Best response (mRECIST)', zh: '最佳疗效（mRECIST）' },
    heading: { en: 'Best response', zh: '最佳疗效' },
    list: mrecistResponse,
  }),
  derived('worstGrade', 'worst_grade', {
    kind: 'category',
    stored: 'smallint',
    label: { en: 'Worst adverse event (CTCAE)', zh: '最严重不良事件（CTCAE）' },
    list: ctcaeGrade,
    // Counted by arm in a table of its own.
    filter: null,
    facet: false,
  }),
  derived('haicCyclesGiven', 'haic_cycles_given', {
    kind: 'quantity',
    stored: 'int',
    label: { en: 'HAIC cycles given', zh: '已完成的 HAIC 周期数' },
    short: { en: 'HAIC cycles', zh: 'HAIC 周期数' },
  }),
  derived('haicDays', 'haic_days', {
    kind: 'quantity',
    stored: 'int',
    unit: 'days',
    label: { en: 'From the first HAIC cycle to the last', zh: '首次至末次 HAIC 周期' },
    short: { en: 'First to last HAIC', zh: '首末次 HAIC 间隔' },
  }),
  derived('oxaliplatinTotalMgM2', 'oxaliplatin_total_mg_m2', {
    kind: 'quantity',
    unit: 'mg/m²',
    label: { en: 'Oxaliplatin, cumulative dose', zh: '奥沙利铂累积剂量' },
    short: { en: 'Oxaliplatin, cumulative', zh: '奥沙利铂累积剂量' },
  }),
  derived('oxaliplatinMgM2Week', 'oxaliplatin_mg_m2_week', {
    kind: 'quantity',
    unit: 'mg/m²/week',
    label: { en: 'Oxaliplatin, dose intensity', zh: '奥沙利铂剂量强度' },
  }),
  // Negative where the drug came first.
  derived('daysToTki', 'days_to_tki', {
    kind: 'quantity',
    stored: 'int',
    unit: 'days',
    label: { en: 'From the first HAIC to the first TKI', zh: '首次 HAIC 至首次 TKI' },
    short: { en: 'HAIC to TKI', zh: 'HAIC 至 TKI' },
  }),
  derived('daysToIci', 'days_to_ici', {
    kind: 'quantity',
    stored: 'int',
    unit: 'days',
    label: { en: 'From the first HAIC to the first ICI', zh: '首次 HAIC 至首次 ICI' },
    short: { en: 'HAIC to ICI', zh: 'HAIC 至 ICI' },
  }),
  derived('eligibility', 'eligibility', {
    kind: 'category',
    label: { en: 'Eligibility', zh: '入排资格' },
    list: eligibilityState,
    plural: 'eligibilities',
    sorts: false,
  }),
  // A criterion of the study, by its code: the first that the patient does not meet.
  derived('excludedBy', 'excluded_by', {
    kind: 'text',
    label: { en: 'First criterion not met', zh: '首个未符合的标准' },
    plural: 'excludedByAny',
    ...forConditions,
  }),
  ...endpoint('os', { en: 'OS', zh: 'OS' }, { en: 'overall survival', zh: '总生存' }),
  ...endpoint('pfs', { en: 'PFS', zh: 'PFS' }, { en: 'progression-free survival', zh: '无进展生存' }),
  ...endpoint('ttr', { en: 'TTR', zh: 'TTR' }, { en: 'time to response', zh: '至缓解时间' }),
  ...endpoint('dor', { en: 'DoR', zh: 'DoR' }, { en: 'duration of response', zh: '缓解持续时间' }),
  ...endpoint('ttnt', { en: 'TTNT', zh: 'TTNT' }, { en: 'time to next treatment', zh: '至下一治疗时间' }),
  // Missing where there was none until the patient died or the data were cut.
  derived('daysToProgression', 'days_to_progression', {
    kind: 'quantity',
    stored: 'int',
    unit: 'days',
    label: { en: 'From time zero to the first progression', zh: '时间零点至首次进展' },
    short: { en: 'Time to progression', zh: '至进展时间' },
  }),
  derived('daysToNextTreatment', 'days_to_next_treatment', {
    kind: 'quantity',
    stored: 'int',
    unit: 'days',
    label: { en: 'From time zero to the first later treatment', zh: '时间零点至首次后续治疗' },
    short: { en: 'Time to later treatment', zh: '至后续治疗时间' },
  }),
];

function endpoint(prefix: string, short: Label, full: Label): SubjectVariable[] {
  const unlisted = { filter: null, facet: false } as const;
  return [
    derived(`${prefix}Days`, `${prefix}_days`, {
      kind: 'quantity',
      stored: 'int',
      unit: 'days',
      label: timeLabel(full),
      short,
      event: `${prefix}Event`,
      heading: { en: `${short.en}, months`, zh: `${short.zh}，月` },
      ...unlisted,
    }),
    derived(`${prefix}Event`, `${prefix}_event`, {
      kind: 'flag',
      label: { en: `Event of ${full.en}`, zh: `${full.zh}事件` },
      ...unlisted,
      sorts: false,
    }),
    derived(`${prefix}Missing`, `${prefix}_missing`, {
      kind: 'category',
      label: { en: `Why ${full.en} has no time`, zh: `无${timeLabel(full).zh}的原因` },
      list: missingTime satisfies CodeList,
      ...unlisted,
      sorts: false,
    }),
  ];
}

/** Whatever is called a time or a duration already is not called one twice. */
function timeLabel({ en, zh }: Label): Label {
  return {
    en: /^(time|duration) /.test(en) ? `${en.charAt(0).toUpperCase()}${en.slice(1)}` : `Time of ${en}`,
    zh: zh.endsWith('时间') ? zh : `${zh}时间`,
  };
}

type OutcomeSpec = Omit<VariableSpec, 'name' | 'column' | 'from' | 'known' | 'theme'>;

function derived(name: string, column: string, spec: OutcomeSpec): SubjectVariable {
  return defineVariable({ name, column, from: 'derived', known: 'outcome', theme: 'outcome', ...spec });
}

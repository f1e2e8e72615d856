import { doubtWhere } from '../applies.ts';
import { actionTaken } from '../codes/action-taken.ts';
import { attribution } from '../codes/attribution.ts';
import { ctcaeGrade } from '../codes/ctcae-grade.ts';
import { ctcaeVersion } from '../codes/ctcae-version.ts';
import { eventOutcome } from '../codes/event-outcome.ts';
import { seriousness } from '../codes/seriousness.ts';
import { ctcaeVersionOfTerms } from '../ctcae/index.ts';
import { ctcaeNames, offeredGrades } from '../ctcae/names.ts';
import { defineForm } from '../form.ts';
import { isSurelyBefore } from '../partial-date.ts';

/**
 * One event, by CTCAE. A term that is not one of the portal's list is kept as written and has all five grades. What is
 * related to the systemic treatment is said of TKI and ICI each; where a source does not tell them apart, of both
 * together.
 */
export const adverseEventForm = defineForm(
  'adverseEvent',
  {
    label: { en: 'Adverse event', zh: '不良事件' },
    repeats: true,
    key: ['term', 'startedOn'],
    rules: [
      {
        fields: ['startedOn', 'resolvedOn'],
        severity: 'error',
        label: { en: 'a resolution on or after the start', zh: '缓解日期不得早于发生日期' },
        holds: ({ startedOn, resolvedOn }) =>
          typeof startedOn !== 'string' || typeof resolvedOn !== 'string' || !isSurelyBefore(resolvedOn, startedOn),
      },
      {
        fields: ['relatedToSystemic'],
        severity: 'error',
        label: {
          en: 'empty where TKI and ICI are each judged on their own',
          zh: '已分别判断 TKI 与 ICI 时须留空',
        },
        holds: ({ relatedToSystemic, relatedToTki, relatedToIci }) =>
          typeof relatedToSystemic !== 'string' ||
          (typeof relatedToTki !== 'string' && typeof relatedToIci !== 'string'),
      },
      {
        fields: ['seriousCriterion'],
        severity: 'error',
        label: { en: 'empty unless the event is serious', zh: '仅严重不良事件填写' },
        holds: ({ serious, seriousCriterion }) => typeof seriousCriterion !== 'string' || serious === true,
      },
      doubtWhere(['seriousCriterion'], { en: 'a criterion, as the event is serious', zh: '严重不良事件需注明标准' }, [
        [
          { field: 'serious', in: [true] },
          { field: 'seriousCriterion', isMissing: true },
        ],
      ]),
      doubtWhere(['outcome'], { en: 'fatal at grade 5, and at grade 5 alone', zh: '5 级（且仅 5 级）结局为死亡' }, [
        [
          { field: 'grade', in: ['5'] },
          { field: 'outcome', in: eventOutcome.codes.map(({ code }) => code).filter((code) => code !== 'fatal') },
        ],
        [
          { field: 'grade', in: ['1', '2', '3', '4'] },
          { field: 'outcome', in: ['fatal'] },
        ],
      ]),
    ],
  },
  {
    term: {
      kind: 'text',
      label: { en: 'CTCAE term', zh: 'CTCAE 术语' },
      maxLength: 120,
      names: ctcaeNames,
      required: true,
      cdisc: 'AEDECOD',
    },
    grade: {
      kind: 'code',
      label: { en: 'CTCAE grade', zh: 'CTCAE 分级' },
      list: ctcaeGrade,
      offers: offeredGrades,
      required: true,
      cdisc: 'AETOXGR',
    },
    startedOn: { kind: 'date', partial: true, label: { en: 'Start', zh: '发生日期' }, cdisc: 'AESTDTC' },
    resolvedOn: { kind: 'date', partial: true, label: { en: 'Resolved', zh: '缓解日期' }, cdisc: 'AEENDTC' },
    outcome: {
      kind: 'code',
      label: { en: 'Outcome of the event', zh: '事件转归' },
      list: eventOutcome,
      cdisc: 'AEOUT',
      aside: true,
    },
    relatedToHaic: {
      kind: 'code',
      label: { en: 'Related to HAIC', zh: '与 HAIC 的关系' },
      list: attribution,
      cdisc: 'AEREL',
    },
    relatedToTki: {
      kind: 'code',
      label: { en: 'Related to TKI', zh: '与 TKI 的关系' },
      list: attribution,
      aside: true,
      applies: [{ field: 'relatedToSystemic', isMissing: true }],
    },
    relatedToIci: {
      kind: 'code',
      label: { en: 'Related to ICI', zh: '与 ICI 的关系' },
      list: attribution,
      aside: true,
      applies: [{ field: 'relatedToSystemic', isMissing: true }],
    },
    relatedToSystemic: {
      kind: 'code',
      label: { en: 'Related to TKI or ICI', zh: '与 TKI 或 ICI 的关系' },
      list: attribution,
      help: { en: 'Only where the source does not tell TKI from ICI.', zh: '仅用于来源未区分 TKI 与 ICI 的情况。' },
      aside: true,
      applies: [
        { field: 'relatedToTki', isMissing: true },
        { field: 'relatedToIci', isMissing: true },
      ],
    },
    relatedToDisease: {
      kind: 'code',
      label: { en: 'Related to the disease', zh: '与疾病的关系' },
      list: attribution,
      aside: true,
    },
    relatedToOther: {
      kind: 'code',
      label: { en: 'Related to something else', zh: '与其他因素的关系' },
      list: attribution,
      aside: true,
    },
    actionTaken: {
      kind: 'code',
      label: { en: 'Action taken with the treatment', zh: '对治疗采取的措施' },
      list: actionTaken,
      cdisc: 'AEACN',
      aside: true,
    },
    serious: { kind: 'boolean', label: { en: 'Serious', zh: '严重不良事件' }, cdisc: 'AESER' },
    seriousCriterion: {
      kind: 'code',
      label: { en: 'Criterion of seriousness', zh: '严重性标准' },
      list: seriousness,
      help: { en: 'Seriousness is not severity.', zh: '“严重”不同于“重度”。' },
      aside: true,
      applies: [{ field: 'serious', in: [true] }],
    },
    ctcaeVersion: {
      kind: 'code',
      label: { en: 'Version of CTCAE', zh: 'CTCAE 版本' },
      list: ctcaeVersion,
      begins: ctcaeVersionOfTerms,
      help: { en: 'The terms and grades offered are those of 5.0.', zh: '所列术语与分级均为 5.0 版。' },
      aside: true,
    },
  },
);

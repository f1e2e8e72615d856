import { attribution } from '../codes/attribution.ts';
import { ctcaeGrade } from '../codes/ctcae-grade.ts';
import { defineForm } from '../form.ts';

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
          typeof startedOn !== 'string' || typeof resolvedOn !== 'string' || resolvedOn >= startedOn,
      },
    ],
  },
  {
    term: {
      kind: 'text',
      label: { en: 'CTCAE term', zh: 'CTCAE 术语' },
      maxLength: 120,
      required: true,
      cdisc: 'AEDECOD',
    },
    grade: {
      kind: 'code',
      label: { en: 'CTCAE grade', zh: 'CTCAE 分级' },
      list: ctcaeGrade,
      required: true,
      cdisc: 'AETOXGR',
    },
    startedOn: { kind: 'date', label: { en: 'Start', zh: '发生日期' }, cdisc: 'AESTDTC' },
    resolvedOn: { kind: 'date', label: { en: 'Resolved', zh: '缓解日期' }, cdisc: 'AEENDTC' },
    relatedToHaic: {
      kind: 'code',
      label: { en: 'Related to HAIC', zh: '与 HAIC 的关系' },
      list: attribution,
      cdisc: 'AEREL',
    },
    relatedToSystemic: {
      kind: 'code',
      label: { en: 'Related to TKI or ICI', zh: '与 TKI 或 ICI 的关系' },
      list: attribution,
    },
    serious: { kind: 'boolean', label: { en: 'Serious', zh: '严重不良事件' }, cdisc: 'AESER' },
  },
);

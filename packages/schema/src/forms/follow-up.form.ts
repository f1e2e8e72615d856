import { vitalStatus } from '../codes/vital-status.ts';
import { oneMoment, studyDay } from '../dated.ts';
import { defineForm } from '../form.ts';

/**
 * One contact. The latest one determines how long the patient was observed; a death is recorded as a contact on its
 * date.
 */
export const followUpForm = defineForm(
  'followUp',
  {
    label: { en: 'Follow-up', zh: '随访' },
    repeats: true,
    key: ['contactOn', 'contactDay'],
    rules: [oneMoment('contactOn', 'contactDay')],
  },
  {
    contactOn: {
      kind: 'date',
      label: { en: 'Last known alive, or death', zh: '末次存活或死亡日期' },
      cdisc: 'LSTALVDT',
    },
    contactDay: studyDay({ en: 'Study day of the contact', zh: '随访研究日' }),
    vitalStatus: {
      kind: 'code',
      label: { en: 'Vital status', zh: '生存状态' },
      list: vitalStatus,
      required: true,
      cdisc: 'SURVSTAT',
    },
    causeOfDeath: {
      kind: 'text',
      label: { en: 'Cause of death', zh: '死亡原因' },
      maxLength: 200,
      cdisc: 'DDORRES',
      applies: [{ field: 'vitalStatus', in: ['dead'] }],
    },
  },
);

import { laterTherapy } from '../codes/systemic-drug.ts';
import { defineForm } from '../form.ts';

/** What the patient was treated with after the treatment of the study had ended. */
export const laterTreatmentForm = defineForm(
  'laterTreatment',
  { label: { en: 'Later treatment', zh: '后续治疗' }, repeats: true, key: ['therapy', 'therapyOn'] },
  {
    therapy: {
      kind: 'code',
      label: { en: 'Kind', zh: '治疗方式' },
      list: laterTherapy,
      required: true,
      cdisc: 'CMCAT',
    },
    therapyOn: {
      kind: 'date',
      partial: true,
      label: { en: 'First day', zh: '开始日期' },
      required: true,
      cdisc: 'CMSTDTC',
    },
    therapyNote: { kind: 'text', label: { en: 'Drug or details', zh: '药物或说明' }, maxLength: 200 },
  },
);

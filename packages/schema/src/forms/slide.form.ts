import { evaluationSet } from '../codes/evaluation-set.ts';
import { defineForm } from '../form.ts';

/** A biopsy slide of a patient; the image file, if the portal has one, is attached to it. */
export const slideForm = defineForm(
  'slide',
  { label: { en: 'Slide', zh: '病理切片' }, repeats: true, key: ['barcode'], comesWithFiles: true },
  {
    barcode: {
      kind: 'text',
      label: { en: 'Slide code', zh: '切片编号' },
      maxLength: 60,
      required: true,
      help: { en: 'A study code, never a hospital number.', zh: '研究编号，不得使用住院号。' },
    },
    stain: { kind: 'text', label: { en: 'Stain', zh: '染色' }, maxLength: 40, impersonal: true },
    takenOn: { kind: 'date', label: { en: 'Date of biopsy', zh: '活检日期' }, cdisc: 'BEDTC' },
    evaluationSet: { kind: 'code', label: { en: 'Evaluation set', zh: '评估集' }, list: evaluationSet },
  },
);

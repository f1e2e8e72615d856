import { defineForm } from '../form.ts';

/** A score that another system computed. Kept apart from what this portal computes. */
export const importedScoreForm = defineForm(
  'importedScore',
  { label: { en: 'Imported score', zh: '导入评分' }, repeats: true, key: ['modelName'], comesWithFiles: true },
  {
    modelName: {
      kind: 'text',
      label: { en: 'Model, as named by its source', zh: '来源所称模型名称' },
      maxLength: 80,
      impersonal: true,
      required: true,
    },
    score: {
      kind: 'decimal',
      label: { en: 'Score (0 favours CR/PR, 1 favours SD/PD)', zh: '评分（0 倾向 CR/PR，1 倾向 SD/PD）' },
      range: [0, 1],
      required: true,
    },
  },
);

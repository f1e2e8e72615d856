import { useMemo } from 'react';
import { type CodeList } from '@haim/schema';
import { useStudy } from '@/session/session.tsx';
import { formsOf } from '@/session/study-forms.ts';
import { type FieldChoice, fieldChoices } from './map-edits.ts';

/** What a column can be in the study. */
export interface FieldsOfStudy {
  readonly choices: readonly FieldChoice[];
  /** The arms of the study as codes. */
  readonly arms: CodeList;
}

export function useFieldsOfStudy(): FieldsOfStudy {
  const study = useStudy();
  return useMemo(
    () => ({
      choices: fieldChoices(formsOf(study)),
      arms: {
        source: 'study',
        codes: study.arms.map(({ code, label }) => ({ code, label: { en: label, zh: label } })),
      },
    }),
    [study],
  );
}

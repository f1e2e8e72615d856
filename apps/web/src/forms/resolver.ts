import { type Form, isError } from '@haim/schema';
import { type FieldErrors, type Resolver } from 'react-hook-form';
import { type Draft } from './draft.ts';
import { checkDraft } from './issues-shown.ts';
import { type StudyChoices } from './show-value.ts';

/** The declaration's check as react-hook-form expects it; warnings do not prevent saving. */
export function resolverOf(form: Form, choices: StudyChoices): Resolver<Draft> {
  return (draft) => {
    const errors: FieldErrors<Draft> = {};
    for (const { field, problem } of checkDraft(form, draft, choices).filter(isError)) {
      errors[field] ??= { type: problem };
    }
    return Object.keys(errors).length === 0 ? { values: draft, errors: {} } : { values: {}, errors };
  };
}

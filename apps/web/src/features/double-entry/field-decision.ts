import { type EntryChoice, type Form } from '@haim/schema';
import { type DraftValue, rowOf } from '@/forms/draft.ts';

/** What is decided of a field, and what is typed for a value that is neither. */
export interface FieldDecision {
  readonly choice: EntryChoice | '';
  readonly value: DraftValue;
  readonly missing: string;
}
export const undecided: FieldDecision = { choice: '', value: '', missing: '' };

export function isFieldDecided({ choice, value, missing }: FieldDecision): boolean {
  return choice === 'other' ? missing !== '' || (value !== '' && value !== null) : choice !== '';
}

/** As the API takes it. */
export function choiceOf(form: Form, field: string, { choice, value, missing }: FieldDecision) {
  const isOther = choice === 'other';
  const typed = isOther && missing === '' ? rowOf(form, { [field]: value })[field] : null;
  return {
    field,
    choice: choice || 'first',
    value: typed,
    missing: isOther && missing !== '' ? missing : null,
  } as const;
}

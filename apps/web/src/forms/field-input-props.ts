import { type FieldSpec, type Row } from '@haim/schema';
import { type DraftValue } from './draft.ts';
import { type StudyChoices } from './show-value.ts';

/** Where a value comes from and goes to. */
export interface Binding {
  readonly name: string;
  readonly value: DraftValue;
  readonly onChange: (value: DraftValue) => void;
  readonly onBlur: () => void;
}

export interface FieldInputProps {
  readonly spec: FieldSpec;
  readonly input: Binding;
  readonly choices: StudyChoices;
  /** The record as it is in the form: it may decide which codes are offered. */
  readonly row: Row;
  /** Ids of the parts that describe each other. */
  readonly parts: { readonly label: string; readonly input: string; readonly message: string };
  readonly invalid: boolean;
  /** A drawer or dialog starts in the first field. */
  readonly isFirst: boolean;
}

import { type FieldSpec } from '../form.ts';
import { readCode } from './read-code.ts';
import { readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import { readYesNo } from './read-yes-no.ts';

/**
 * What a text means as the value of a field: the same for what is typed into a form and for the cell of a file. Nothing is
 * guessed, and ranges, code lists and calendars are left to `checkRow`.
 *
 * @param text - not empty; whether an empty text is a missing value is for whoever has it to say.
 * @returns null where the text cannot be read as a value of this kind.
 */
export function readField(spec: FieldSpec, text: string): string | number | boolean | null {
  switch (spec.kind) {
    case 'integer':
    case 'decimal':
      return readNumber(text);
    case 'date':
      return readDate(text);
    case 'boolean':
      return readYesNo(text);
    case 'code':
      return readCode(spec.list, text);
    default:
      return text.trim();
  }
}

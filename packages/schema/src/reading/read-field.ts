import { type FieldSpec } from '../form.ts';
import { readCode } from './read-code.ts';
import { readDate, readPartialDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import { readYesNo } from './read-yes-no.ts';

/**
 * Reads a text as the value of a field, the same way for a form and for a cell of a file. Nothing is guessed; ranges,
 * code lists and calendars are left to `checkRow`.
 *
 * @param text - not empty; the caller decides whether an empty text is a missing value.
 * @returns null if the text cannot be read as a value of this kind.
 */
export function readField(spec: FieldSpec, text: string): string | number | boolean | null {
  switch (spec.kind) {
    case 'integer':
    case 'decimal':
      return readNumber(text);
    case 'date':
      return spec.partial ? readPartialDate(text) : readDate(text);
    case 'boolean':
      return readYesNo(text);
    case 'code':
      return readCode(spec.list, text);
    case 'text':
      return spec.names?.nameOf(text) ?? text.trim();
    default:
      return text.trim();
  }
}

import { dueStates, scheduledForms } from '@haim/schema';
import { isId } from '../../context/id.ts';
import { badInput } from '../../context/portal-error.ts';
import { type DuePlace } from './due-list.ts';

/** The place of an item in the list of what is due, as text that a client hands back. */
export function encodeDue({ state, closesOn, code, patientId, form }: DuePlace): string {
  return Buffer.from(JSON.stringify([state, closesOn, code, patientId, form])).toString('base64url');
}

/** @throws BAD_USER_INPUT for an invalid cursor. */
export function decodeDue(text: string): DuePlace {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(cursor) && cursor.length === 5) {
      const [state, closesOn, code, patientId, form]: unknown[] = cursor;
      const known = { state: dueStates.find((one) => one === state), form: scheduledForms.find((one) => one === form) };
      if (known.state && known.form && typeof closesOn === 'string' && typeof code === 'string' && isText(patientId)) {
        return { state: known.state, form: known.form, closesOn, code, patientId };
      }
    }
  } catch {
    // Falls through to the one refusal below.
  }
  throw badInput('after must be a cursor that this query returned');
}

function isText(id: unknown): id is string {
  return typeof id === 'string' && isId(id);
}

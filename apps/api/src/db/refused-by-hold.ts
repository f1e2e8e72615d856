import { forms } from '@haim/schema';
import { PortalError } from '../context/portal-error.ts';
import { tableOf } from './entity-from-form.ts';

/** What the database answers to a change of a frozen or locked record (1764000000093). */
const RECORD_HELD = 'HM001';

interface Held {
  readonly form: string;
  readonly patientCode: string;
  readonly hold: 'frozen' | 'locked';
  readonly covers: 'record' | 'patient' | 'centre';
}

/**
 * Whatever was written: a form, a file, or a statement of any other kind.
 *
 * @throws RECORD_LOCKED, naming form and patient, for a record that is frozen or locked; anything else as it is.
 */
export function refuseHeld(cause: unknown): never {
  const { code, detail } = cause as { code?: unknown; detail?: unknown };
  if (code !== RECORD_HELD || typeof detail !== 'string') throw cause;
  const { form: table, patientCode, hold, covers } = JSON.parse(detail) as Held;
  const form = forms.find((one) => tableOf(one) === table || one.name === table);
  const what = form ? `${form.label.en} of patient ${patientCode}` : `patient ${patientCode}`;
  const with_ = covers === 'record' ? '' : ` with its ${covers}`;
  throw new PortalError('RECORD_LOCKED', `${what} is ${hold}${with_}: nothing was changed`, {
    ...{ form: form?.name ?? table, patientCode, hold, covers },
    http: { status: 409 },
  });
}

import { type Form, formOfStudy, forms } from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';

/**
 * The form that is asked about, with the fields of the study.
 *
 * @throws BAD_USER_INPUT where there is no such form, or the form has no such field; a null field is all of it.
 */
export async function askedForm(
  tx: StudyTransaction,
  studyId: number,
  { form: name, field }: { readonly form: string; readonly field: string | null },
): Promise<Form> {
  const form = forms.find((one) => one.name === name);
  if (!form) throw badInput(`form must be one of ${forms.map((one) => one.name).join(', ')}`);
  const asked = formOfStudy(
    form,
    (await readOwnFields(tx, studyId)).filter((own) => own.form === name),
  );
  if (field !== null && !Object.hasOwn(asked.fields, field)) {
    throw badInput(`field must be one of the form ${name}: ${Object.keys(asked.fields).join(', ')}`);
  }
  return asked;
}

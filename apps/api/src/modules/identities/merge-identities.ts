import { checkRow, type FieldSpec, fieldsOf, identityForm, isError, type Issue, type Row } from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type WriteTransaction } from '../../db/study-db.ts';
import { deleteIdentity, insertIdentity, showIdentity, updateIdentity } from './identity.query.ts';

/** From whom an identifying field is taken where both patients have an identity. */
export interface IdentityChoice {
  readonly field: string;
  readonly takesOther: boolean;
}

/**
 * Two patients who are one person have one identity from here on, within the transaction that merges them. Where both have
 * one, each field in which they differ has to be chosen; both are looked at, which the trail keeps.
 *
 * @throws BAD_USER_INPUT for a field that differs and is not chosen, and for a choice that does not pass the check.
 */
export async function mergeIdentities(
  tx: WriteTransaction,
  { asker }: Pick<PortalContext, 'asker'>,
  { keptId, otherId, centreId }: { keptId: string; otherId: string; centreId: number },
  choices: readonly IdentityChoice[],
): Promise<void> {
  const other = (await showIdentity(tx, otherId))?.identity;
  if (!other) return;
  const kept = (await showIdentity(tx, keptId))?.identity ?? null;
  const differing = fieldsOf(identityForm).filter(([field]) => kept && valueOf(kept, field) !== valueOf(other, field));
  const chosen = new Map(choices.map(({ field, takesOther }) => [field, takesOther]));
  const undecided = differing.filter(([field]) => !chosen.has(field));
  if (undecided.length > 0) throw refusal(undecided.map(([field, spec]) => undecidedAt(field, spec)));
  const values: Row = Object.fromEntries(
    fieldsOf(identityForm).map(([field]) => {
      const takesOther = !kept || (chosen.get(field) ?? false);
      return [field, valueOf(takesOther ? other : kept, field)];
    }),
  );
  const issues = checkRow(identityForm, values, { arm: [] });
  if (issues.some(isError)) throw refusal(issues);
  // Before the other is written: a hospital number is of one patient.
  await deleteIdentity(tx, { patientId: otherId, centreId, version: other.version });
  const place = { patientId: keptId, centreId };
  if (!kept) await insertIdentity(tx, place, values, asker.name);
  else if (differing.some(([field]) => chosen.get(field))) {
    await updateIdentity(tx, { ...place, version: kept.version }, values, asker.name);
  }
}

function valueOf(identity: object, field: string): unknown {
  return (identity as Row)[field] ?? null;
}

function undecidedAt(field: string, { label }: FieldSpec): Issue {
  const expected = {
    en: `a choice for ${label.en}, which differs: the value of one of the two patients`,
    zh: `${label.zh}不一致，须选择两名患者之一的值`,
  };
  return { field, problem: 'required', severity: 'error', expected };
}

/** Without the values: they belong in no message. */
function refusal(issues: readonly Issue[]) {
  const faults = issues.filter(isError).map(({ field, expected }) => `${field} must be ${expected.en}`);
  return badInput(`${identityForm.label.en}: ${faults.join('; ')}`, issues);
}

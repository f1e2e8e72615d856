import { type EventKind } from '@haim/schema';
import { type Pool } from 'pg';
import { recordEventOfSignIn } from '../../events/record-event.ts';
import { countRefusedSignIn } from '../../metrics.ts';
import { type FirstFactor } from './second-factor-challenge.ts';

/** What one can do about one's own sign-in; each is an entry of the audit trail, of the portal and of no study. */
type SignInEvent = Extract<
  EventKind,
  | 'signIn'
  | 'signInFailed'
  | 'signOut'
  | 'passwordChanged'
  | 'secondFactorOn'
  | 'secondFactorOff'
  | 'secondFactorRefused'
  | 'recoveryCodesMade'
  | 'recoveryCodeUsed'
  | 'providerLinked'
>;

export interface Account {
  readonly id: string;
  readonly name: string;
}

type Details =
  | { readonly because: 'disabled' | 'tooManyAttempts' | 'usedBefore' }
  | { readonly issuer: string; readonly subject: string }
  | { readonly by: 'provider' };

export async function recordSignIn(
  pool: Pool,
  kind: SignInEvent,
  { id, name }: Account,
  details?: Details,
): Promise<void> {
  if (kind === 'secondFactorRefused') countRefusedSignIn('wrongCode');
  await recordEventOfSignIn(pool, { kind, actor: { userId: id, name }, ...(details && { details }) });
}

/** Somebody has given everything that a sign-in takes. */
export async function recordSignedIn(pool: Pool, account: Account, by: FirstFactor = 'password'): Promise<void> {
  await pool.query('update "user" set "lastSignInAt" = now() where id = $1', [account.id]);
  await recordSignIn(pool, 'signIn', account, by === 'provider' ? { by } : undefined);
}

/**
 * A sign-in that failed. The account is named if there is one; what else was typed as an address is somebody's own
 * and is not stored. With or without an account it takes the same steps.
 */
export async function recordFailedSignIn(
  pool: Pool,
  email: string,
  details?: { readonly because: 'disabled' | 'tooManyAttempts' },
): Promise<void> {
  countRefusedSignIn(details?.because ?? 'wrongPassword');
  const { rows } = await pool.query<{ id: string; name: string }>('select id, name from "user" where email = $1', [
    email.toLowerCase(),
  ]);
  const [account] = rows;
  const actor = account ? { userId: account.id, name: account.name } : null;
  await recordEventOfSignIn(pool, { kind: 'signInFailed', actor, ...(details && { details }) });
}

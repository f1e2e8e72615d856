import { recordEventOfSignIn } from '../../events/record-event.ts';
import { type PortalAuth } from './create-auth.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { goodPassword, passwordFault } from './password-policy.ts';
import { offeredHours, offerReset } from './password-resets.ts';
import { dropSecondFactor } from './second-factor.ts';
import { unlinkProvider } from './provider-accounts.ts';
import { storePassword } from './store-password.ts';

/** Whoever may start commands on the machine. */
const operator = { userId: 'cli:user', name: 'portal user' };

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/**
 * Sets it and ends what was opened with the old one, which is recorded if there was one.
 *
 * @throws naming what makes the password weak.
 */
async function setPassword(
  { pool }: PortalAuth,
  userId: string,
  account: NewAccount,
  { isNew } = { isNew: false },
): Promise<void> {
  await checkPassword(account);
  await storePassword(pool, userId, await hashPassword(account.password));
  if (isNew) return;
  await recordEventOfSignIn(pool, { kind: 'passwordChanged', actor: operator, details: { user_id: userId } });
}

/** Before anything is written: a refused password leaves no account without one. */
async function checkPassword({ password, ...holder }: NewAccount): Promise<void> {
  const fault = await passwordFault(password, holder);
  if (fault !== null) throw new Error(`the password ${fault}: ${goodPassword}`);
}

/** With what was begun with the password and waits for a code. */
const endSessions = (pool: PortalAuth['pool'], userId: string) =>
  pool.query('with begun as (delete from verification where value = $1) delete from session where "userId" = $1', [
    userId,
  ]);

async function userOf(portalAuth: PortalAuth, email: string): Promise<{ id: string; name: string } | null> {
  const { internalAdapter } = await portalAuth.auth.$context;
  const found = await internalAdapter.findUserByEmail(email.toLowerCase());
  return found?.user ?? null;
}

async function existing(portalAuth: PortalAuth, email: string): Promise<{ id: string; name: string }> {
  const user = await userOf(portalAuth, email);
  if (user === null) throw new Error(`no account has the address ${email}`);
  return user;
}

/** Makes an account; where the address has one already, gives it this name and password and enables it again. */
export async function saveAccount(portalAuth: PortalAuth, account: NewAccount): Promise<string> {
  await checkPassword(account);
  const { email, name } = account;
  const { internalAdapter } = await portalAuth.auth.$context;
  let userId = (await userOf(portalAuth, email))?.id ?? null;
  const isNew = userId === null;
  if (userId === null) {
    const user = await internalAdapter.createUser(
      { email: email.toLowerCase(), name, emailVerified: true },
      { method: 'admin' },
    );
    userId = user.id;
  } else {
    await portalAuth.pool.query('update "user" set name = $2, "disabledAt" = null where id = $1', [userId, name]);
  }
  await setPassword(portalAuth, userId, account, { isNew });
  return userId;
}

/** Enables an account again, with the password that it has. @returns its id; null where the address has none. */
export async function reopenAccount({ pool }: PortalAuth, email: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>(
    'update "user" set "disabledAt" = null where email = lower($1) returning id',
    [email],
  );
  return rows[0]?.id ?? null;
}

/**
 * Makes an account where it is missing, and gives it this password where it has another. One that was disabled stays so:
 * this is for accounts that are made at every start.
 */
export async function ensureAccount(portalAuth: PortalAuth, account: NewAccount): Promise<string> {
  const userId = (await userOf(portalAuth, account.email))?.id ?? null;
  if (userId === null) return saveAccount(portalAuth, account);
  const { internalAdapter } = await portalAuth.auth.$context;
  const credential = (await internalAdapter.findAccounts(userId)).find(({ providerId }) => providerId === 'credential');
  const isSame =
    typeof credential?.password === 'string' &&
    (await verifyPassword({ hash: credential.password, password: account.password }));
  if (!isSame) await setPassword(portalAuth, userId, account);
  return userId;
}

/** Gives an account another password and ends its sessions. @throws when the address has no account. */
export async function changePassword(portalAuth: PortalAuth, email: string, password: string): Promise<void> {
  const { id, name } = await existing(portalAuth, email);
  await setPassword(portalAuth, id, { email, name, password });
}

/**
 * Disables an account at once: its sessions end, and it cannot sign in until it is saved again.
 *
 * @throws where nobody else with an open account would administer one of its studies, or the portal.
 */
export async function disableAccount(portalAuth: PortalAuth, email: string): Promise<void> {
  const { id } = await existing(portalAuth, email);
  const { rows } = await portalAuth.pool.query<{ studies: string[]; portal: boolean }>(
    `select * from auth.close_account($1, 'cli:user')`,
    [id],
  );
  const { studies = [], portal = false } = rows[0] ?? {};
  const left = [...studies.map((code) => `study ${code}`), ...(portal ? ['the portal'] : [])];
  if (left.length === 0) return;
  throw new Error(
    `${email} is the only administrator of ${left.join(', ')}: make another one first, with \`portal user add\` or on the page People`,
  );
}

/** Makes a link by which the holder of an account chooses a new password. @returns its token. */
export async function offerPasswordReset(portalAuth: PortalAuth, email: string): Promise<string> {
  const { pool } = portalAuth;
  const { id: userId } = await existing(portalAuth, email);
  const token = await offerReset(pool, { userId, offeredBy: null, hours: offeredHours });
  await recordEventOfSignIn(pool, { kind: 'passwordResetOffered', actor: operator, details: { user_id: userId } });
  return token;
}

/** Takes off the second factor of an account that has lost it, and ends its sessions. @returns whether there was one. */
export async function takeSecondFactorOff(portalAuth: PortalAuth, email: string): Promise<boolean> {
  const { pool } = portalAuth;
  const { id } = await existing(portalAuth, email);
  if (!(await dropSecondFactor(pool, id))) return false;
  await endSessions(pool, id);
  await recordEventOfSignIn(pool, { kind: 'secondFactorOff', actor: operator, details: { user_id: id } });
  return true;
}

/** Forgets who an account belongs to at the provider: the next sign-in by its address links it anew. @returns whether it was linked. */
export async function forgetProvider(portalAuth: PortalAuth, email: string): Promise<boolean> {
  const { pool } = portalAuth;
  const { id } = await existing(portalAuth, email);
  if (!(await unlinkProvider(pool, id))) return false;
  await endSessions(pool, id);
  await recordEventOfSignIn(pool, { kind: 'providerUnlinked', actor: operator, details: { user_id: id } });
  return true;
}

export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly disabledAt: Date | null;
}

export async function listAccounts({ pool }: PortalAuth): Promise<AccountRow[]> {
  const { rows } = await pool.query<AccountRow>('select id, email, name, "disabledAt" from "user" order by email');
  return rows;
}

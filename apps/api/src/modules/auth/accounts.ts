import { type PortalAuth } from './create-auth.ts';
import { hashPassword, verifyPassword } from './password.ts';

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export const shortestPassword = 12;

async function setPassword({ auth }: PortalAuth, userId: string, password: string): Promise<void> {
  if (password.length < shortestPassword) throw new Error(`a password has at least ${shortestPassword} characters`);
  const { internalAdapter } = await auth.$context;
  const hash = await hashPassword(password);
  const accounts = await internalAdapter.findAccounts(userId);
  if (accounts.some(({ providerId }) => providerId === 'credential')) {
    await internalAdapter.updatePassword(userId, hash);
  } else {
    await internalAdapter.linkAccount({ userId, accountId: userId, providerId: 'credential', password: hash });
  }
}

async function idOf(portalAuth: PortalAuth, email: string): Promise<string | null> {
  const { internalAdapter } = await portalAuth.auth.$context;
  const found = await internalAdapter.findUserByEmail(email.toLowerCase());
  return found?.user.id ?? null;
}

/** Makes an account; where the address has one already, gives it this name and password and opens it again. */
export async function saveAccount(portalAuth: PortalAuth, { email, name, password }: NewAccount): Promise<string> {
  const { internalAdapter } = await portalAuth.auth.$context;
  let userId = await idOf(portalAuth, email);
  if (userId === null) {
    const user = await internalAdapter.createUser(
      { email: email.toLowerCase(), name, emailVerified: true },
      { method: 'admin' },
    );
    userId = user.id;
  } else {
    await portalAuth.pool.query('update "user" set name = $2, "disabledAt" = null where id = $1', [userId, name]);
  }
  await setPassword(portalAuth, userId, password);
  return userId;
}

/**
 * Makes an account where it is missing, and gives it this password where it has another. One that was disabled stays so:
 * this is for accounts that are made at every start.
 */
export async function ensureAccount(portalAuth: PortalAuth, account: NewAccount): Promise<string> {
  const userId = await idOf(portalAuth, account.email);
  if (userId === null) return saveAccount(portalAuth, account);
  const { internalAdapter } = await portalAuth.auth.$context;
  const credential = (await internalAdapter.findAccounts(userId)).find(({ providerId }) => providerId === 'credential');
  const isSame =
    typeof credential?.password === 'string' &&
    (await verifyPassword({ hash: credential.password, password: account.password }));
  if (!isSame) await setPassword(portalAuth, userId, account.password);
  return userId;
}

/** Gives an account another password and ends its sessions. @throws when the address has no account. */
export async function changePassword(portalAuth: PortalAuth, email: string, password: string): Promise<void> {
  const userId = await idOf(portalAuth, email);
  if (userId === null) throw new Error(`no account has the address ${email}`);
  await setPassword(portalAuth, userId, password);
  await portalAuth.pool.query('delete from session where "userId" = $1', [userId]);
}

/** Closes an account at once: its sessions end, and it cannot sign in until it is saved again. */
export async function disableAccount(portalAuth: PortalAuth, email: string): Promise<void> {
  const userId = await idOf(portalAuth, email);
  if (userId === null) throw new Error(`no account has the address ${email}`);
  await portalAuth.pool.query('update "user" set "disabledAt" = now() where id = $1', [userId]);
  await portalAuth.pool.query('delete from session where "userId" = $1', [userId]);
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

import { createHash } from 'node:crypto';
import { type Pool } from 'pg';

/** Wrong passwords per account in one window before the answer is "too many", whether or not the account exists. */
export const allowedAttempts = 10;
const window = '15 minutes';

/** Addresses that were tried are kept as a digest: a typed-in address may belong to a person without an account. */
const keyOf = (email: string): string => createHash('sha256').update(email.trim().toLowerCase()).digest('hex');

export const signInAttemptTable = `
  create table if not exists sign_in_attempt (
    account text primary key,
    attempts integer not null,
    since timestamptz not null
  )`;

/** Counts one attempt before the password is looked at, so that parallel attempts cannot all count as the first. */
export async function countAttempt(
  pool: Pool,
  email: string,
  allowed = allowedAttempts,
): Promise<{ isAllowed: boolean }> {
  const { rows } = await pool.query<{ attempts: number }>(
    `insert into sign_in_attempt as a (account, attempts, since) values ($1, 1, now())
     on conflict (account) do update set
       attempts = case when a.since < now() - $2::interval then 1 else a.attempts + 1 end,
       since = case when a.since < now() - $2::interval then now() else a.since end
     returning attempts`,
    [keyOf(email), window],
  );
  return { isAllowed: (rows[0]?.attempts ?? Infinity) <= allowed };
}

/** After a right password: the account starts afresh, and windows long past are swept. */
export async function forgetAttempts(pool: Pool, email: string): Promise<void> {
  await pool.query('delete from sign_in_attempt where account = $1 or since < now() - $2::interval', [
    keyOf(email),
    window,
  ]);
}

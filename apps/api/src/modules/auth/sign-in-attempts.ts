import { createHash } from 'node:crypto';
import { type Pool } from 'pg';

/** Wrong passwords for one account from one place in a window, before the answer is "too many", whether or not the account exists. */
export const allowedAttempts = 10;
/** The same from all places together: somebody who guesses from elsewhere does not lock out the holder at once. */
export const allowedEverywhere = 50;
const window = '15 minutes';

/** What was tried is kept as a digest: a typed-in address may belong to a person without an account. */
const digest = (text: string): string => createHash('sha256').update(text.trim().toLowerCase()).digest('hex');

/** Begins with the digest of the account, so that a new password forgets all of its places (store-password.ts). */
const keyFrom = (email: string, place: string): string => `${digest(email)}:${digest(place)}`;

export const signInAttemptTable = `
  create table if not exists sign_in_attempt (
    account text primary key,
    attempts integer not null,
    since timestamptz not null
  )`;

interface Counted {
  readonly isAllowed: boolean;
}

async function count(pool: Pool, key: string, allowed: number): Promise<Counted> {
  const { rows } = await pool.query<{ attempts: number }>(
    `insert into sign_in_attempt as a (account, attempts, since) values ($1, 1, now())
     on conflict (account) do update set
       attempts = case when a.since < now() - $2::interval then 1 else a.attempts + 1 end,
       since = case when a.since < now() - $2::interval then now() else a.since end
     returning attempts`,
    [key, window],
  );
  return { isAllowed: (rows[0]?.attempts ?? Infinity) <= allowed };
}

/** Counts an attempt of whatever is named. */
export function countAttempt(pool: Pool, what: string, allowed: number): Promise<Counted> {
  return count(pool, digest(what), allowed);
}

/**
 * Counts one attempt before the password is looked at, so that parallel attempts cannot all count as the first. What is
 * refused for its place does not count for the account: one place alone cannot lock it.
 *
 * @param place - the address of a client, or what else asks for the password, such as a signature.
 */
export async function countSignIn(pool: Pool, email: string, place: string): Promise<Counted> {
  const here = await count(pool, keyFrom(email, place), allowedAttempts);
  return here.isAllowed ? count(pool, digest(email), allowedEverywhere) : here;
}

/**
 * After a right password: its place starts afresh, and it does not count for the account. What was tried from elsewhere
 * still does. Windows long past are swept.
 */
export async function forgetAttempts(pool: Pool, email: string, place: string): Promise<void> {
  await pool.query(
    `with swept as (delete from sign_in_attempt where account = $1 or since < now() - $3::interval)
     update sign_in_attempt set attempts = greatest(attempts - 1, 0) where account = $2 and since >= now() - $3::interval`,
    [keyFrom(email, place), digest(email), window],
  );
}

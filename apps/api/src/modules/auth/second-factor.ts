import { twoFactor } from 'better-auth/plugins';
import { randomInt } from 'node:crypto';
import { type Pool } from 'pg';

/** How long the code may be given after the password. */
export const challengeSeconds = 5 * 60;
/** Wrong codes in a row, over all sign-ins of an account, before it has to wait. */
export const allowedCodes = 10;
const waitSeconds = 15 * 60;
const recoveryCodes = 10;

/** Without the characters that are taken for one another: 30 of them, so that ten are 49 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz3456789';
const half = (): string => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A recovery code as it is stored, however it was typed. */
export function asRecoveryCode(typed: string): string {
  const plain = typed.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return `${plain.slice(0, 5)}-${plain.slice(5)}`;
}

/** Codes of an authenticator by time (RFC 6238: six digits, 30 s), and ten recovery codes, stored encrypted. */
export const secondFactorPlugin = twoFactor({
  twoFactorCookieMaxAge: challengeSeconds,
  accountLockout: { enabled: true, maxFailedAttempts: allowedCodes, durationSeconds: waitSeconds },
  backupCodeOptions: {
    storeBackupCodes: 'encrypted',
    customBackupCodesGenerate: () => Array.from({ length: recoveryCodes }, () => `${half()}-${half()}`),
  },
});

export const givenCodeTable = `
  create table if not exists given_code (
    user_id text not null references "user" on delete cascade,
    code text not null,
    given_at timestamptz not null default now(),
    primary key (user_id, code)
  )`;

/**
 * False for a code that the account has given before: it counts once (RFC 6238, 5.2), also when it is sent twice at the
 * same moment. A code is valid for 90 s, its own half minute and those beside it.
 */
export async function isFirstUse(pool: Pool, userId: string, code: string): Promise<boolean> {
  await pool.query(`delete from given_code where given_at < now() - interval '2 minutes'`);
  const { rowCount } = await pool.query(
    'insert into given_code (user_id, code) values ($1, $2) on conflict do nothing',
    [userId, code.slice(0, 20)],
  );
  return rowCount === 1;
}

/** Takes the second factor of an account off, and ends what was begun with it. @returns whether there was one. */
export async function dropSecondFactor(pool: Pool, userId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with gone as (delete from "twoFactor" where "userId" = $1),
       ended as (delete from verification where value = $1)
     update "user" set "twoFactorEnabled" = false where id = $1 and "twoFactorEnabled"`,
    [userId],
  );
  return (rowCount ?? 0) > 0;
}

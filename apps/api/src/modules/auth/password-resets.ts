import { createHash, randomBytes } from 'node:crypto';
import { type Pool, type PoolClient } from 'pg';

export const passwordResetTable = `
  create table if not exists password_reset (
    token_sha256 bytea primary key,
    user_id text not null references "user" on delete cascade,
    -- The administrator who made it; null for the operator, and for the holder of the account, to whom it was sent.
    offered_by text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
  );
  create index if not exists password_reset_user on password_reset (user_id)`;

/** Links that an administrator or the operator passes on; those that are sent after *Forgot password?* are short. */
export const offeredHours = 24;
export const askedHours = 1;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a link for a new password, of which a hash is stored. @returns its token, this once. */
export async function offerReset(
  connection: Pool | PoolClient,
  { userId, offeredBy, hours }: { userId: string; offeredBy: string | null; hours: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await connection.query(`delete from password_reset where expires_at < now() - interval '30 days'`);
  await connection.query(
    `insert into password_reset (token_sha256, user_id, offered_by, expires_at)
     values ($1, $2, $3, now() + make_interval(hours => $4))`,
    [hashOf(token), userId, offeredBy, hours],
  );
  return token;
}

export interface ResetRow {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly expiresAt: Date;
  readonly state: 'open' | 'used' | 'expired' | 'withdrawn';
}

/**
 * What a link is for; null for a token of none. It is withdrawn where the account is closed, or opens something now that
 * whoever made the link does not manage. Within a transaction that locks it, it is used by one alone.
 */
export async function readReset(
  connection: Pool | PoolClient,
  token: string,
  lock: 'for update of r' | '' = '',
): Promise<ResetRow | null> {
  const { rows } = await connection.query<ResetRow>(
    `select u.id as "userId", u.email, u.name, r.expires_at as "expiresAt",
       case when r.used_at is not null then 'used' when r.expires_at <= now() then 'expired'
         when u."disabledAt" is not null or r.offered_by is not null and not auth.manages_all_of(r.offered_by, u.id)
         then 'withdrawn' else 'open' end as state
     from password_reset r join "user" u on u.id = r.user_id where r.token_sha256 = $1 ${lock}`,
    [hashOf(token)],
  );
  return rows[0] ?? null;
}

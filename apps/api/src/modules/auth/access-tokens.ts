import { createHash, randomBytes } from 'node:crypto';
import { type TokenScope } from '@haim/schema';
import { type Pool, type PoolClient } from 'pg';

/** Programs ask with these: of each a hash is stored, and what it may do. One that ended stays in the list for a while. */
export const accessTokenTable = `
  create table if not exists access_token (
    id uuid primary key default gen_random_uuid(),
    token_sha256 bytea not null unique,
    user_id text not null references "user" on delete cascade,
    name text not null check (length(name) between 1 and 60),
    -- By which somebody finds it again in a script: no more of it is kept.
    beginning text not null,
    scopes text[] not null check (scopes <@ '{read,write,run}' and 'read' = any (scopes)),
    -- The one study that it is for.
    study_id int,
    -- Whether its holder had given a second factor when it was made, also one of the hospital's sign-in.
    second_factor boolean not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null check (expires_at <= created_at + interval '367 days'),
    ended_at timestamptz,
    last_used_at timestamptz
  );
  create index if not exists access_token_user on access_token (user_id)`;

/** Before the random part: scanners that look for secrets in scripts know it by that. */
export const tokenMark = 'haim_';

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The token of an `Authorization: Bearer` header; null where there is none. A header without the mark of our tokens is that
 * of a proxy in front of the portal.
 */
export function bearerToken(header: string | undefined): string | null {
  const given = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  return given?.startsWith(tokenMark) ? given : null;
}

export interface NewAccessToken {
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly studyId: number | null;
  readonly hasSecondFactor: boolean;
  readonly days: number;
}

export interface AccessTokenRow {
  readonly id: string;
  readonly name: string;
  readonly beginning: string;
  readonly scopes: readonly TokenScope[];
  readonly studyId: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

const columns = `id, name, beginning, scopes, study_id as "studyId", created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt"`;

/** Makes a token, of which a hash is stored. @returns its text, this once. */
export async function makeAccessToken(
  connection: Pool | PoolClient,
  { userId, name, scopes, studyId, hasSecondFactor, days }: NewAccessToken,
): Promise<{ readonly token: string; readonly row: AccessTokenRow }> {
  const token = `${tokenMark}${randomBytes(32).toString('base64url')}`;
  const { rows } = await connection.query<AccessTokenRow>(
    `insert into access_token (token_sha256, user_id, name, beginning, scopes, study_id, second_factor, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8)) returning ${columns}`,
    [hashOfToken(token), userId, name, token.slice(0, tokenMark.length + 6), scopes, studyId, hasSecondFactor, days],
  );
  const [row] = rows;
  if (!row) throw new Error('the token was not stored');
  return { token, row };
}

/** Of a person, those that work now; the newest first. */
export async function accessTokensOf(connection: Pool | PoolClient, userId: string): Promise<AccessTokenRow[]> {
  const { rows } = await connection.query<AccessTokenRow>(
    `select ${columns} from access_token where user_id = $1 and ended_at is null and expires_at > now()
     order by created_at desc`,
    [userId],
  );
  return rows;
}

/** Ends one token of a person, or all with null. @returns the names of those that ended. */
export async function endAccessTokens(
  connection: Pool | PoolClient,
  userId: string,
  only: string | null,
): Promise<string[]> {
  const { rows } = await connection.query<{ name: string }>(
    `update access_token set ended_at = now()
     where user_id = $1 and ($2::uuid is null or id = $2) and ended_at is null and expires_at > now() returning name`,
    [userId, only],
  );
  return rows.map(({ name }) => name);
}

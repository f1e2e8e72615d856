import { type Pool, type PoolClient } from 'pg';
import { type AccessTokenRow, accessTokensOf, endAccessTokens } from './access-tokens.ts';
import { offerReset, readReset, type ResetRow } from './password-resets.ts';
import { isRole } from '@haim/schema';
import { needsSecondFactor, type SecondFactorRule } from './second-factor-rule.ts';
import { dropSecondFactor } from './second-factor.ts';
import { countAttempt } from './sign-in-attempts.ts';
import { storePassword } from './store-password.ts';

export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly hasSecondFactor: boolean;
  readonly lastSignInAt: Date | null;
  /** Sessions that have not ended. */
  readonly sessions: number;
}

export interface SessionRow {
  readonly id: string;
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

const accountSql = `
  select u.id, u.email, u.name, u."disabledAt" is not null as "isDisabled", coalesce(u."twoFactorEnabled", false) as "hasSecondFactor",
    u."lastSignInAt",
    (select count(*)::int from session s where s."userId" = u.id and s."expiresAt" > now()
       and coalesce(s."lastSeenAt", s."createdAt") > now() - make_interval(mins => $2)) as sessions
  from "user" u`;

export interface AccountConnections {
  readonly pool: Pool;
  readonly idleMinutes: number;
  /** Who must have a second factor; nobody if left out. */
  readonly secondFactorRule?: SecondFactorRule;
  readonly recoveryCodesLeft: (userId: string) => Promise<number | null>;
}

/** Names, sign-ins and sessions of people, over the connections of sign-in. It decides nothing: services ask who may. */
export class AccountDirectory {
  constructor(private readonly auth: AccountConnections | null) {}

  private get opened(): AccountConnections {
    if (!this.auth) throw new Error('no connections of sign-in were given');
    return this.auth;
  }

  async rows<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.opened.pool.query<Row>(sql, [...values])).rows;
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, AccountRow>> {
    const rows = await this.rows<AccountRow>(`${accountSql} where u.id = any($1)`, [ids, this.opened.idleMinutes]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The names of those who have an account; nothing where there are no connections of sign-in. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (!this.auth || ids.length === 0) return new Map();
    const rows = await this.rows<{ id: string; name: string }>('select id, name from "user" where id = any($1)', [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** How many of these have to set up a second factor and have not; null where nobody has to. */
  async lackSecondFactor(
    members: readonly { readonly userId: string; readonly roles: readonly string[] }[],
  ): Promise<number | null> {
    const rule = this.auth?.secondFactorRule ?? 'optional';
    if (rule === 'optional') return null;
    const needed = members.filter(({ roles }) => needsSecondFactor(rule, roles.filter(isRole)));
    const accounts = await this.byIds(needed.map(({ userId }) => userId));
    return [...accounts.values()].filter((one) => !one.hasSecondFactor && !one.isDisabled).length;
  }

  async byEmail(email: string): Promise<AccountRow | null> {
    const rows = await this.rows<AccountRow>(`${accountSql} where u.email = $1`, [
      email.toLowerCase(),
      this.opened.idleMinutes,
    ]);
    return rows[0] ?? null;
  }

  /** How many sessions have not ended, of everybody; none where there are no connections of sign-in. */
  async openSessions(): Promise<number> {
    if (!this.auth) return 0;
    const [row] = await this.rows<{ n: number }>(
      `select count(*)::int as n from session where "expiresAt" > now()
         and coalesce("lastSeenAt", "createdAt") > now() - make_interval(mins => $1)`,
      [this.opened.idleMinutes],
    );
    return row?.n ?? 0;
  }

  /** The newest first. */
  async sessionsOf(userId: string): Promise<SessionRow[]> {
    const rows = await this.rows<SessionRow>(
      `select id, "createdAt" as "signedInAt", coalesce("lastSeenAt", "createdAt") as "lastSeenAt", "expiresAt",
         nullif("ipAddress", '') as address, nullif("userAgent", '') as "userAgent"
       from session where "userId" = $1 and "expiresAt" > now()
         and coalesce("lastSeenAt", "createdAt") > now() - make_interval(mins => $2)
       order by "createdAt" desc`,
      [userId, this.opened.idleMinutes],
    );
    return rows;
  }

  /** @returns how many ended. @param only - one of them; null for all. @param except - the one that stays. */
  async endSessions(userId: string, only: string | null, except: string | null = null): Promise<number> {
    // Whoever has given the password and not yet the code gives both anew.
    if (only === null) await this.rows('delete from verification where value = $1', [userId]);
    // Somebody else ends whatever asks for this person; who ends one's own other sessions keeps the programs.
    if (only === null && except === null) await endAccessTokens(this.opened.pool, userId, null);
    const ended = await this.rows(
      `delete from session where "userId" = $1 and ($2::text is null or id = $2) and id is distinct from $3 returning id`,
      [userId, only, except],
    );
    return ended.length;
  }

  /** Tokens by which programs ask for a person. */
  accessTokensOf(userId: string): Promise<AccessTokenRow[]> {
    return accessTokensOf(this.opened.pool, userId);
  }

  /** @returns null for an account without a second factor. */
  recoveryCodesLeft(userId: string): Promise<number | null> {
    return this.opened.recoveryCodesLeft(userId);
  }

  /** @returns whether there was one. */
  dropSecondFactor(userId: string): Promise<boolean> {
    return dropSecondFactor(this.opened.pool, userId);
  }

  /** Counts an attempt of whatever is named. @returns whether it is one of those allowed in a quarter of an hour. */
  async mayTry(what: string, allowed: number): Promise<boolean> {
    return (await countAttempt(this.opened.pool, what, allowed)).isAllowed;
  }

  offerReset(reset: Parameters<typeof offerReset>[1]): Promise<string> {
    return offerReset(this.opened.pool, reset);
  }

  /** @param client - of a transaction, which then alone may use the link. */
  readReset(token: string, client?: PoolClient): Promise<ResetRow | null> {
    return client ? readReset(client, token, 'for update of r') : readReset(this.opened.pool, token);
  }

  storePassword(client: PoolClient, userId: string, hash: string): Promise<void> {
    return storePassword(client, userId, hash);
  }

  /** One transaction over the tables of sign-in. */
  async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.opened.pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not used again.
      await client.query('rollback').then(
        () => client.release(),
        (lost: unknown) => client.release(lost instanceof Error ? lost : true),
      );
      throw error;
    }
  }
}

/**
 * Opens an account with a password, inside a transaction.
 *
 * @returns its id; null where the address has an account.
 */
export async function openAccount(
  client: PoolClient,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `insert into "user" (id, email, name, "emailVerified", "createdAt", "updatedAt")
     values (gen_random_uuid()::text, lower($1), $2, true, now(), now()) on conflict (email) do nothing returning id`,
    [email, name],
  );
  const id = rows[0]?.id;
  if (id === undefined) return null;
  await client.query(
    `insert into account (id, "userId", "accountId", "providerId", password, "createdAt", "updatedAt")
     values (gen_random_uuid()::text, $1, $1, 'credential', $2, now(), now())`,
    [id, passwordHash],
  );
  return id;
}

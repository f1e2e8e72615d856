import { type Pool } from 'pg';
import { type Identity } from './hospital-provider.ts';
import { ProviderRefused } from './provider-refused.ts';
import { recordSignIn } from './sign-in-events.ts';

/** Which account is whose at the provider: one subject an account, one account a subject. */
export const providerSubjectTable = `
  create table if not exists provider_subject (
    issuer text not null,
    subject text not null,
    user_id text not null references "user" on delete cascade,
    linked_at timestamptz not null default now(),
    primary key (issuer, subject),
    unique (user_id, issuer)
  )`;

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isDisabled: boolean;
}

const accountSql = 'select u.id, u.name, u.email, u."disabledAt" is not null as "isDisabled" from "user" u';

/**
 * The open account of somebody whom the provider knows: the one that is linked, or the first time the one with the verified
 * address, which is linked by that. Nobody gets an account by it.
 *
 * @param invited - the address of the invitation that the person has opened; null without one.
 * @throws ProviderRefused
 */
export async function accountOf(pool: Pool, identity: Identity, invited: string | null): Promise<AccountRow> {
  const linked = await bySubject(pool, identity);
  const address = linked?.email ?? verifiedAddress(identity);
  if (invited !== null && invited !== address)
    throw new ProviderRefused('anotherAddress', { came: address, expected: invited, account: linked ?? undefined });
  const account = linked ?? (await byAddress(pool, address));
  if (!account || account.isDisabled)
    throw new ProviderRefused('noAccount', {
      came: identity.email ?? address,
      account: account ?? undefined,
      isDisabled: account?.isDisabled ?? false,
    });
  if (!linked) await link(pool, identity, account);
  return account;
}

/** @returns in lower case, as accounts have it. @throws ProviderRefused where the provider does not vouch for one. */
function verifiedAddress({ email, isEmailVerified }: Identity): string {
  if (email === null) throw new ProviderRefused('noAddress');
  if (!isEmailVerified) throw new ProviderRefused('unverified', { came: email });
  // Letters of ASCII only: toLowerCase() makes the letter k of the sign of the kelvin, which is another address.
  return email.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

async function bySubject(pool: Pool, { issuer, subject }: Identity): Promise<AccountRow | null> {
  const { rows } = await pool.query<AccountRow>(
    `${accountSql} join provider_subject p on p.user_id = u.id where p.issuer = $1 and p.subject = $2`,
    [issuer, subject],
  );
  return rows[0] ?? null;
}

async function byAddress(pool: Pool, email: string): Promise<AccountRow | null> {
  const { rows } = await pool.query<AccountRow>(`${accountSql} where u.email = $1`, [email]);
  return rows[0] ?? null;
}

/** @throws ProviderRefused where the account belongs to somebody else at the provider, also if only since a moment ago. */
async function link(pool: Pool, identity: Identity, account: AccountRow): Promise<void> {
  const { issuer, subject, email } = identity;
  const { rowCount } = await pool.query(
    'insert into provider_subject (issuer, subject, user_id) values ($1, $2, $3) on conflict do nothing',
    [issuer, subject, account.id],
  );
  if (rowCount === 1) return recordSignIn(pool, 'providerLinked', account, { issuer, subject });
  const now = await bySubject(pool, identity);
  if (now?.id !== account.id) throw new ProviderRefused('linkedToAnother', { came: email ?? account.email, account });
}

/** Lets an account be linked anew, by the next sign-in with its address. @returns whether it was linked. */
export async function unlinkProvider(pool: Pool, userId: string): Promise<boolean> {
  const { rowCount } = await pool.query('delete from provider_subject where user_id = $1', [userId]);
  return (rowCount ?? 0) > 0;
}

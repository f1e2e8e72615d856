import { type Pool, type PoolClient } from 'pg';

/**
 * Gives an account another password. Whatever was opened or begun with the old one ends: sessions, sign-ins that wait for a
 * code, links for a new password, access tokens of programs, and the count of wrong attempts.
 */
export async function storePassword(connection: Pool | PoolClient, userId: string, hash: string): Promise<void> {
  await connection.query(
    `with known as (
       update account set password = $2, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential' returning id
     ), added as (
       insert into account (id, "userId", "accountId", "providerId", password, "createdAt", "updatedAt")
       select gen_random_uuid()::text, $1, $1, 'credential', $2, now(), now() where not exists (select from known)
     ), links as (
       update password_reset set used_at = now() where user_id = $1 and used_at is null
     ), tokens as (
       update access_token set ended_at = now() where user_id = $1 and ended_at is null
     ), begun as (
       delete from verification where value = $1
     ), attempts as (
       delete from sign_in_attempt a using "user" u
       where u.id = $1 and split_part(a.account, ':', 1) = encode(sha256(convert_to(u.email, 'UTF8')), 'hex')
     )
     delete from session where "userId" = $1`,
    [userId, hash],
  );
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Who holds an access token, and what is open to that person: as `auth.who_is` of a session. What ends access ends it for
 * programs too: tokens join the sessions that are watched while a request is under way.
 */
export class SayWhoHoldsAToken1764000000320 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function auth.who_holds(token_hash bytea)
      returns table (token_id uuid, scopes text[], study_id int, second_factor boolean, user_id text, name text, email text,
        has_second_factor boolean, runs_portal boolean, access json)
      language plpgsql security definer set search_path = '' as $$
      declare
        used timestamptz;
      begin
        select t.id, t.scopes, t.study_id, t.second_factor, u.id, u.name, u.email, coalesce(u."twoFactorEnabled", false),
            exists (select from portal.portal_administrator p where p.user_id = u.id), t.last_used_at,
            (select coalesce(json_agg(a order by a.study_code, a.role), '[]') from portal.access_of(u.id) a)
          into token_id, scopes, study_id, second_factor, user_id, name, email, has_second_factor, runs_portal, used, access
          from auth.access_token t join auth."user" u on u.id = t.user_id
          where t.token_sha256 = token_hash and t.ended_at is null and t.expires_at > now() and u."disabledAt" is null;
        if not found then
          return;
        end if;
        if used is null or used < now() - interval '1 minute' then
          update auth.access_token t set last_used_at = now() where t.id = token_id;
        end if;
        return next;
      end $$;
      revoke execute on function auth.who_holds from public;
      grant execute on function auth.who_holds to portal_auth;

      create or replace function auth.sessions_alive(watched text[], transferring text[], longest_idle interval)
      returns table (session_id text, access json)
      language plpgsql security definer set search_path = '' as $$
      begin
        update auth.session s set "lastSeenAt" = now()
          where s.id = any (transferring) and coalesce(s."lastSeenAt", s."createdAt") < now() - interval '1 minute';
        return query
          select s.id, (select coalesce(json_agg(a), '[]') from portal.access_of(u.id) a)
          from auth.session s join auth."user" u on u.id = s."userId"
          where s.id = any (watched) and s."expiresAt" > now() and u."disabledAt" is null
            and coalesce(s."lastSeenAt", s."createdAt") >= now() - longest_idle
          union all
          select t.id::text, (select coalesce(json_agg(a), '[]') from portal.access_of(u.id) a)
          from auth.access_token t join auth."user" u on u.id = t.user_id
          where t.id::text = any (watched) and t.ended_at is null and t.expires_at > now() and u."disabledAt" is null;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

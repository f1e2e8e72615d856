import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whether the hospital's provider asked for a second factor when a session was opened, read with the session itself. */
export class SayWhetherTheProviderAskedForMore1764000000047 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function auth.who_is(text, interval);
      -- The tables of sign-in come after the first migrations: plpgsql looks for them when it is called, and keeps its plans.
      create function auth.who_is(session_token text, longest_idle interval default '30 minutes')
      returns table (session_id text, user_id text, name text, email text, has_second_factor boolean, provider_factor boolean, runs_portal boolean, access json)
      language plpgsql security definer set search_path = '' as $$
      declare
        used timestamptz;
      begin
        select s.id, u.id, u.name, u.email, coalesce(u."twoFactorEnabled", false), s."providerFactor",
            exists (select from portal.portal_administrator p where p.user_id = u.id), coalesce(s."lastSeenAt", s."createdAt"),
            (select coalesce(json_agg(a order by a.study_code, a.role), '[]') from portal.access_of(u.id) a)
          into session_id, user_id, name, email, has_second_factor, provider_factor, runs_portal, used, access
          from auth.session s join auth."user" u on u.id = s."userId"
          where s.token = session_token and s."expiresAt" > now() and u."disabledAt" is null;
        if not found then
          return;
        end if;
        if used < now() - longest_idle then
          update auth.session s set "expiresAt" = now() where s.id = session_id;
          return;
        end if;
        if used < now() - interval '1 minute' then
          update auth.session s set "lastSeenAt" = now() where s.id = session_id;
        end if;
        return next;
      end $$;
      revoke execute on function auth.who_is from public;
      grant execute on function auth.who_is to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

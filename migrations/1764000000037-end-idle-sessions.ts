import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A session that nobody uses ends, and a request that takes long ends with the membership that allowed it. When a session
 * was last used is noted at most once a minute, so that reading stays reading.
 */
export class EndIdleSessions1764000000037 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function auth.who_is(text);
      -- The tables of sign-in come after the first migrations: plpgsql looks for them when it is called, and keeps its plans.
      create function auth.who_is(session_token text, longest_idle interval default '30 minutes')
      returns table (session_id text, user_id text, name text, email text, access json)
      language plpgsql security definer set search_path = '' as $$
      declare
        used timestamptz;
      begin
        select s.id, u.id, u.name, u.email, coalesce(s."lastSeenAt", s."createdAt"),
            (select coalesce(json_agg(a order by a.study_code, a.role), '[]') from portal.access_of(u.id) a)
          into session_id, user_id, name, email, used, access
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

      -- Of the watched sessions, those that go on, each with what is open to its holder now. A transfer under way is use.
      create function auth.sessions_alive(watched text[], transferring text[], longest_idle interval)
      returns table (session_id text, access json)
      language plpgsql security definer set search_path = '' as $$
      begin
        update auth.session s set "lastSeenAt" = now()
          where s.id = any (transferring) and coalesce(s."lastSeenAt", s."createdAt") < now() - interval '1 minute';
        return query
          select s.id, (select coalesce(json_agg(a), '[]') from portal.access_of(u.id) a)
          from auth.session s join auth."user" u on u.id = s."userId"
          where s.id = any (watched) and s."expiresAt" > now() and u."disabledAt" is null
            and coalesce(s."lastSeenAt", s."createdAt") >= now() - longest_idle;
      end $$;
      revoke execute on function auth.who_is, auth.sessions_alive from public;
      grant execute on function auth.who_is, auth.sessions_alive to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Who holds a session and what is open to that person, asked in one statement at each request. The role of sign-in may
 * call it with the token of a session and learns nothing without one: it still reads no table of a study.
 */
export class SayWhoHoldsASession1764000000024 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What is open to a user: the centres of each study and role.
      create function portal.access_of(member text)
      returns table (study_id int, study_code text, role text, centres int[])
      language sql stable as $$
        select m.study_id, s.code, m.role, array_agg(distinct c.id)
        from portal.membership m
        join portal.study s on s.id = m.study_id
        join portal.centre c on c.study_id = m.study_id and (m.centre_id is null or c.id = m.centre_id)
        where m.user_id = member
        group by m.study_id, s.code, m.role
        order by s.code, m.role
      $$;

      -- The tables of sign-in come after the first migrations: plpgsql looks for them when it is called, and keeps its plans.
      create function auth.who_is(session_token text)
      returns table (session_id text, user_id text, name text, email text, access json)
      language plpgsql stable security definer set search_path = '' as $$
      begin
        return query
          select s.id, u.id, u.name, u.email,
            (select coalesce(json_agg(a order by a.study_code, a.role), '[]') from portal.access_of(u.id) a)
          from auth.session s join auth."user" u on u.id = s."userId"
          where s.token = session_token and s."expiresAt" > now() and u."disabledAt" is null;
      end $$;
      revoke execute on function auth.who_is from public;
      grant execute on function auth.who_is to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

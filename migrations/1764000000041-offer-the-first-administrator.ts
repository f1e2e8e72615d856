import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whoever opens a link that the start of the portal printed becomes its first administrator. There is one such link at a
 * time, of which a hash is stored, and only while nobody administers anything. Who runs the portal enters the trail.
 */
export class OfferTheFirstAdministrator1764000000041 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.first_administrator_link (
        is_the_only_one boolean primary key default true check (is_the_only_one),
        token_sha256 bytea not null check (length(token_sha256) = 32),
        expires_at timestamptz not null
      );
      select portal.audit_rows_of_study('portal_administrator', 'user_id');

      -- Whether somebody who can sign in runs the portal or manages the people of a study. The tables of sign-in come after
      -- the migrations: plpgsql looks for them when it is called.
      create function auth.somebody_administers() returns boolean
      language plpgsql stable security definer set search_path = '' as $$
      begin
        return exists (
          select from auth."user" u where u."disabledAt" is null and (
            exists (select from portal.portal_administrator p where p.user_id = u.id)
            or exists (
              select from portal.membership m join portal.role_right r on r.role = m.role and r.right_name = 'managePeople'
              where m.user_id = u.id
            )
          )
        );
      end $$;

      create function auth.first_administrator_link_of(token_hash bytea) returns table (expires_at timestamptz, state text)
      language plpgsql stable security definer set search_path = '' as $$
      begin
        return query
          select l.expires_at, case when auth.somebody_administers() then 'taken' when l.expires_at <= now() then 'expired' else 'open' end
          from portal.first_administrator_link l where l.token_sha256 = token_hash;
      end $$;

      -- Returns the state in which the link was found. Used, it stays with its hash, so that it can say why it opens nothing.
      create function auth.become_first_administrator(token_hash bytea, member text, member_name text) returns text
      language plpgsql security definer set search_path = '' as $$
      declare
        found_state text;
      begin
        perform from portal.first_administrator_link l where l.token_sha256 = token_hash for update;
        select l.state into found_state from auth.first_administrator_link_of(token_hash) l;
        if found_state is distinct from 'open' then
          return coalesce(found_state, 'unknown');
        end if;
        perform set_config('app.user_id', member, true), set_config('app.user_name', member_name, true);
        insert into portal.portal_administrator (user_id) values (member) on conflict do nothing;
        return 'open';
      end $$;
      revoke execute on function auth.somebody_administers, auth.first_administrator_link_of, auth.become_first_administrator
        from public;
      grant execute on function auth.first_administrator_link_of, auth.become_first_administrator to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A closed account administers nothing: it does not count where a study must keep somebody who manages its people, and the
 * last such account of a study, or of the portal, is not closed.
 */
export class KeepAnAdministratorWhoCanSignIn1764000000042 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whether somebody else with an open account manages the people of a study. Who has no account at all is not known to
      -- be closed.
      create function portal.is_managed_without(study int, member text) returns boolean
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        return exists (
          select from membership m join role_right r on r.role = m.role and r.right_name = 'managePeople'
          where m.study_id = study and m.user_id is distinct from member
            and not exists (select from auth."user" u where u.id = m.user_id and u."disabledAt" is not null)
        );
      end $$;
      revoke execute on function portal.is_managed_without from public;

      create or replace function portal.keep_an_administrator() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        if not exists (select from role_right r where r.role = old.role and r.right_name = 'managePeople') then
          return null;
        end if;
        -- One after the other: of two who end each other's membership, the second sees what the first did.
        perform from study s where s.id = old.study_id for no key update;
        if not portal.is_managed_without(old.study_id, null) then
          raise exception 'the study would be left without anybody who manages its people'
            using errcode = 'integrity_constraint_violation', constraint = 'study_keeps_an_administrator';
        end if;
        return null;
      end $$;

      -- Closes an account and ends its sessions, unless somebody would be missing. Returns the studies that would be left
      -- without an administrator, and whether the portal would be; both empty once the account is closed.
      create function auth.close_account(member text, actor text) returns table (studies text[], portal boolean)
      language plpgsql security definer set search_path = '' as $$
      begin
        lock table portal.portal_administrator in share row exclusive mode;
        perform from portal.study s where s.id in (
          select m.study_id from portal.membership m join portal.role_right r on r.role = m.role and r.right_name = 'managePeople'
          where m.user_id = member
        ) order by s.id for no key update;
        select coalesce(array_agg(distinct s.code), '{}') into studies
          from portal.membership m
          join portal.role_right r on r.role = m.role and r.right_name = 'managePeople'
          join portal.study s on s.id = m.study_id
          where m.user_id = member and not portal.is_managed_without(m.study_id, member);
        select exists (select from portal.portal_administrator p where p.user_id = member) and not exists (
          select from portal.portal_administrator p join auth."user" u on u.id = p.user_id
          where p.user_id <> member and u."disabledAt" is null
        ) into portal;
        if studies = '{}' and not portal then
          update auth."user" u set "disabledAt" = now() where u.id = member;
          delete from auth.session s where s."userId" = member;
          perform portal.record_event('accountClosed', actor, actor, null, null, null, null, null, jsonb_build_object('user_id', member));
        end if;
        return next;
      end $$;
      revoke execute on function auth.close_account from public;
      grant execute on function auth.close_account to portal_auth;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

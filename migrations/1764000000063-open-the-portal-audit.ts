import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What belongs to no study, such as a sign-in, is read by whoever runs the portal; and every member of a study learns who
 * manages its people, to ask them for a right.
 */
export class OpenThePortalAudit1764000000063 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values ('portalAdministrator', 'readPortalAudit');

      create policy read_audit_of_portal on portal.audit_entry for select to portal_app
        using (study_id is null and (select portal.asker_may('readPortalAudit')));
      create policy read_audit_of_portal on portal.audit_seal for select to portal_app
        using (chain = 0 and (select portal.asker_may('readPortalAudit')));

      -- Ids alone, and to members alone: names are known to sign-in.
      create function portal.people_managers(study int) returns table (user_id text)
      language plpgsql stable security definer set search_path = portal, pg_temp as $$
      begin
        return query
          select distinct m.user_id from membership m join role_right r on r.role = m.role and r.right_name = 'managePeople'
          where m.study_id = study and (
            exists (select from membership own where own.study_id = study and own.user_id = asking_user())
            or exists (select from portal_administrator p where p.user_id = asking_user())
          );
      end $$;
      revoke execute on function portal.people_managers from public;
      grant execute on function portal.people_managers to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

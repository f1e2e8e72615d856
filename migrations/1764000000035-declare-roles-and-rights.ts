import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * More roles, and what each may do, as rows: row-level security asks for a right and knows no role by name. The pairs are
 * those of `packages/schema/src/rights` of this day; a right that changes later is a migration that changes its pair.
 */
export class DeclareRolesAndRights1764000000035 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.role_right (
        role text not null,
        right_name text not null,
        primary key (role, right_name)
      );
      insert into portal.role_right (role, right_name) values
        ('portalAdministrator', 'decideOnModels'), ('portalAdministrator', 'managePeople'),
        ('administrator', 'readRecords'), ('administrator', 'enterRecords'), ('administrator', 'drawOutlines'),
        ('administrator', 'runModels'), ('administrator', 'trainModels'), ('administrator', 'decideOnModels'),
        ('administrator', 'readAudit'), ('administrator', 'managePeople'),
        ('dataManager', 'readRecords'), ('dataManager', 'enterRecords'), ('dataManager', 'readAudit'),
        ('staff', 'readRecords'), ('staff', 'enterRecords'), ('staff', 'drawOutlines'), ('staff', 'runModels'),
        ('staff', 'trainModels'),
        ('pathologist', 'readRecords'), ('pathologist', 'drawOutlines'), ('pathologist', 'runModels'),
        ('investigator', 'readRecords'), ('investigator', 'runModels'), ('investigator', 'trainModels'),
        ('statistician', 'readRecords'),
        ('modelDeveloper', 'readRecords'), ('modelDeveloper', 'runModels'), ('modelDeveloper', 'trainModels'),
        ('monitor', 'readRecords'), ('monitor', 'readAudit');
      grant select on portal.role_right to portal_app;

      alter table portal.membership drop constraint membership_role_check;
      alter table portal.membership add constraint membership_role_check check (role in ('administrator', 'dataManager',
        'staff', 'reader', 'adjudicator', 'pathologist', 'investigator', 'statistician', 'modelDeveloper', 'monitor'));

      -- Who runs the portal belongs to every study, and to no centre of it.
      create table portal.portal_administrator (
        user_id text primary key,
        given_at timestamptz not null default now()
      );
      grant select on portal.portal_administrator to portal_app;

      create or replace function portal.access_of(member text)
      returns table (study_id int, study_code text, role text, centres int[])
      language sql stable as $$
        select m.study_id, s.code, m.role, array_agg(distinct c.id)
        from portal.membership m
        join portal.study s on s.id = m.study_id
        join portal.centre c on c.study_id = m.study_id and (m.centre_id is null or c.id = m.centre_id)
        where m.user_id = member
        group by m.study_id, s.code, m.role
        union all
        select s.id, s.code, 'portalAdministrator', '{}' from portal.portal_administrator p, portal.study s
        where p.user_id = member
        order by 2, 3
      $$;

      -- The centres for which the asker of this transaction has a right.
      create function portal.outlinable_centres() returns int[] language sql stable parallel safe
        return nullif(current_setting('app.outline_centres', true), '')::int[];
      create function portal.runnable_centres() returns int[] language sql stable parallel safe
        return nullif(current_setting('app.run_centres', true), '')::int[];
      create function portal.trainable_centres() returns int[] language sql stable parallel safe
        return nullif(current_setting('app.training_centres', true), '')::int[];

      alter policy add_to_own_centre on portal.roi
        with check (centre_id = any ((select portal.outlinable_centres())::int[]));
      alter policy correct_in_own_centre on portal.roi
        using (centre_id = any ((select portal.outlinable_centres())::int[]))
        with check (centre_id = any ((select portal.outlinable_centres())::int[]));
      alter policy add_to_own_centre on portal.roi_version
        with check (centre_id = any ((select portal.outlinable_centres())::int[]));

      alter policy ask_for_readable_slide on portal.inference
        with check (centre_id = any ((select portal.runnable_centres())::int[]) and status = 'queued');
      alter policy cancel_or_hasten_readable on portal.inference
        using (centre_id = any ((select portal.runnable_centres())::int[]) and status in ('queued', 'running'))
        with check (centre_id = any ((select portal.runnable_centres())::int[]) and status in ('queued', 'cancelled'));
      alter policy ask_for_readable on portal.inference_batch
        with check (centre_ids <@ (select portal.runnable_centres())::int[]);
      alter policy cancel_readable on portal.inference_batch
        using (centre_ids <@ (select portal.runnable_centres())::int[]);
      alter policy ask_for_readable on portal.inference_batch_run
        with check (centre_id = any ((select portal.runnable_centres())::int[]));
      alter policy ask_for_readable_run on portal.sensitivity
        with check (centre_id = any ((select portal.runnable_centres())::int[]) and status = 'queued');
      alter policy cancel_readable on portal.sensitivity
        using (centre_id = any ((select portal.runnable_centres())::int[]))
        with check (centre_id = any ((select portal.runnable_centres())::int[]) and status = 'cancelled');

      alter policy ask_for_readable_centres on portal.training_run
        with check (centre_ids <@ (select portal.trainable_centres())::int[] and status = 'queued');
      alter policy cancel_readable on portal.training_run
        using (centre_ids <@ (select portal.trainable_centres())::int[])
        with check (centre_ids <@ (select portal.trainable_centres())::int[] and status = 'cancelled');
      alter policy add_to_own_run on portal.training_case
        with check (centre_id = any ((select portal.trainable_centres())::int[])
          and exists (select from portal.training_run r where r.id = run_id and r.status = 'queued'
            and centre_id = any (r.centre_ids)));

      -- Whether the asker has a right in any study.
      create function portal.asker_may(wanted text) returns boolean language sql stable return exists (
        select from portal.role_right r where r.right_name = wanted and (
          exists (select from portal.membership m where m.user_id = portal.asking_user() and m.role = r.role)
          or r.role = 'portalAdministrator'
            and exists (select from portal.portal_administrator p where p.user_id = portal.asking_user())
        )
      );
      alter policy administrators_decide on portal.model_event
        with check (action <> 'registered' and portal.asker_may('decideOnModels'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

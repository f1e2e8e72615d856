import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Publications of a study as the numbers that they claim. Whoever reads records sees them beside what the records give;
 * whoever manages the study keeps them.
 */
export class KeepPapers1764000000275 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.paper (
        study_id int not null references portal.study,
        name text not null check (name ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(name) <= 60),
        citation text not null check (length(btrim(citation)) between 1 and 600),
        -- A list: name, place, value, decimals, whether it is printed as below it, of how many, and the rule.
        claims jsonb not null check (jsonb_typeof(claims) = 'array'),
        removed_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        primary key (study_id, name)
      );
      alter table portal.paper enable row level security;
      alter table portal.paper force row level security;
      create policy owner_keeps on portal.paper to current_user using (true) with check (true);

      select portal.audit_rows_of_study('paper', 'name');
      create policy read_with_records on portal.paper for select to portal_app using (
        portal.may_in_study('manageStudy', study_id) or exists (select from portal.centre c
          where c.study_id = paper.study_id and c.id = any ((select portal.readable_centres())::int[])));
      create policy add on portal.paper for insert to portal_app with check (portal.may_in_study('manageStudy', study_id));
      create policy change on portal.paper for update to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant select, insert (study_id, name, citation, claims, updated_by),
        update (citation, claims, removed_at, version, updated_at, updated_by) on portal.paper to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

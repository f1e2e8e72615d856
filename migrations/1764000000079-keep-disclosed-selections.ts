import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The selections about which numbers of all centres were answered, so that a later one from which a few patients could be
 * subtracted is refused. Rows are added and never changed. The answers themselves are not kept.
 */
export class KeepDisclosedSelections1764000000079 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.disclosed_selection (
        id bigint generated always as identity primary key,
        study_id int not null references portal.study,
        asked_by text not null,
        asked_at timestamptz not null default now(),
        data_version bigint not null,
        -- Null: all patients.
        filter jsonb,
        -- SHA-256 of the selection written in one way, so that the same selection has the same key.
        selection_key text not null check (selection_key ~ '^[0-9a-f]{64}$'),
        unique (study_id, selection_key)
      );
      create index disclosed_selection_asker on portal.disclosed_selection (study_id, asked_by, asked_at);

      alter table portal.disclosed_selection enable row level security;
      alter table portal.disclosed_selection force row level security;
      -- The selections of everybody in the study: whoever shares what they were told must gain nothing by it.
      create policy read_of_study on portal.disclosed_selection for select to portal_app using (
        exists (select from portal.centre c where c.study_id = disclosed_selection.study_id
          and c.id = any ((select portal.readable_centres())::int[])));
      create policy add_own on portal.disclosed_selection for insert to portal_app with check (
        asked_by = portal.asker()
        and exists (select from portal.centre c where c.study_id = disclosed_selection.study_id
          and c.id = any ((select portal.readable_centres())::int[])));
      grant select on portal.disclosed_selection to portal_app;
      grant insert (study_id, asked_by, data_version, filter, selection_key) on portal.disclosed_selection to portal_app;
      select portal.audit_rows_of_study('disclosed_selection', 'selection_key');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a publication printed of the responses of a study, with its source: shown beside what the records give. */
export class KeepPublishedResponses1764000000215 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.published_response (
        study_id int primary key references portal.study,
        source text not null check (length(btrim(source)) between 1 and 500),
        -- A list of rate (orr, dcr), arm or null, patients and of how many.
        rates jsonb not null check (jsonb_typeof(rates) = 'array'),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null
      );
      alter table portal.published_response enable row level security;
      alter table portal.published_response force row level security;
      create policy owner_keeps on portal.published_response to current_user using (true) with check (true);

      select portal.audit_rows_of_study('published_response', 'source');
      create policy read_with_records on portal.published_response for select to portal_app using (
        portal.may_in_study('manageStudy', study_id) or exists (select from portal.centre c
          where c.study_id = published_response.study_id and c.id = any ((select portal.readable_centres())::int[])));
      create policy add on portal.published_response for insert to portal_app with check (portal.may_in_study('manageStudy', study_id));
      create policy change on portal.published_response for update to portal_app
        using (portal.may_in_study('manageStudy', study_id)) with check (portal.may_in_study('manageStudy', study_id));
      grant select, insert (study_id, source, rates, updated_by), update (source, rates, version, updated_at, updated_by)
        on portal.published_response to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

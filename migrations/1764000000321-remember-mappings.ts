import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Which column of a file was which field, by the columns that the file has: whoever imports the next such file of the study
 * begins with it. Whoever may enter records of one of its centres sees and keeps it.
 */
export class RememberMappings1764000000321 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.import_mapping (
        study_id int not null references portal.study,
        shape text not null check (shape ~ '^[0-9a-f]{64}$'),
        map jsonb not null check (jsonb_typeof(map) = 'object'),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        primary key (study_id, shape)
      );
      alter table portal.import_mapping enable row level security;
      alter table portal.import_mapping force row level security;
      create policy owner_keeps on portal.import_mapping to current_user using (true) with check (true);

      select portal.audit_rows_of_study('import_mapping', 'shape');
      create policy of_importers on portal.import_mapping to portal_app
        using (exists (select from portal.centre c
          where c.study_id = import_mapping.study_id and c.id = any ((select portal.writable_centres())::int[])))
        with check (exists (select from portal.centre c
          where c.study_id = import_mapping.study_id and c.id = any ((select portal.writable_centres())::int[])));
      grant select, insert (study_id, shape, map, updated_by),
        update (map, version, updated_at, updated_by) on portal.import_mapping to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What an import of a file did, so that it can be taken back as one within 24 hours: of each record that it added, or whose
 * values it changed, the version that it left, and what was there before. Written in the transaction of the import.
 */
export class KeepWhatImportsDid1764000000370 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.data_import (
        id uuid primary key,
        study_id int not null references portal.study,
        -- Those of which it wrote records: who may not read them all does not see it, since its numbers are of all of them.
        centre_ids int[] not null check (cardinality(centre_ids) > 0),
        file_name text not null,
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        patients_added int not null,
        records_added int not null,
        records_changed int not null,
        -- Cells that whoever imported corrected in the check, with what the file says, and rows that they left out.
        corrections jsonb not null default '[]' check (jsonb_typeof(corrections) = 'array'),
        imported_at timestamptz not null default clock_timestamp(),
        imported_by text not null,
        user_id text not null default portal.asker(),
        undone_at timestamptz,
        undone_by text,
        undo_reason text check (undo_reason <> ''),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check (num_nulls(undone_at, undone_by, undo_reason) in (0, 3))
      );
      create index data_import_study on portal.data_import (study_id, imported_at);
      alter table portal.data_import enable row level security;
      alter table portal.data_import force row level security;
      create policy owner_keeps on portal.data_import to current_user using (true) with check (true);
      select portal.audit_rows_of_study('data_import', 'file_name');
      create policy see_readable on portal.data_import for select to portal_app
        using (centre_ids <@ (select portal.readable_centres()));
      create policy import_into_own_centres on portal.data_import for insert to portal_app
        with check (centre_ids <@ portal.centres_of_study(study_id, (select portal.writable_centres())) and user_id = portal.asker());
      create policy take_back on portal.data_import for update to portal_app
        using (undone_at is null and imported_at > now() - interval '24 hours'
          and centre_ids <@ (select portal.writable_centres())
          and (user_id = portal.asker() or portal.may_in_study('manageStudy', study_id)))
        with check (undone_at is not null);
      grant select, insert (id, study_id, centre_ids, file_name, sha256, patients_added, records_added, records_changed, corrections, imported_by, updated_by),
        update (undone_at, undone_by, undo_reason, version, updated_at, updated_by) on portal.data_import to portal_app;

      -- Up to a thousand records of one form and centre in a row. It comes before the import that it is of, whose numbers are
      -- known at the end alone, and names it without a reference: keys are compared past row-level security.
      create table portal.data_import_part (
        import_id uuid not null,
        centre_id int not null references portal.centre,
        part int not null,
        -- The table of the records' form; 'patient' for patients who were added, who are their own records.
        form text not null check (form ~ '^[a-z]+(_[a-z]+)*$'),
        patient_ids uuid[] not null,
        record_ids uuid[] not null,
        -- Those that the import left.
        versions int[] not null,
        -- By field, the values that it replaced; null of records that it added.
        was jsonb[],
        primary key (import_id, centre_id, part)
      );
      alter table portal.data_import_part enable row level security;
      alter table portal.data_import_part force row level security;
      create policy owner_keeps on portal.data_import_part to current_user using (true) with check (true);
      create policy read_own_centre on portal.data_import_part for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy add_to_own_centre on portal.data_import_part for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, insert on portal.data_import_part to portal_app;

      -- Once an import can be undone no more, the trail alone has what was there before.
      create function portal.forget_parts_of_imports() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        delete from data_import_part p using data_import i
          where i.study_id = new.study_id and i.id = p.import_id and i.imported_at <= now() - interval '24 hours';
        return null;
      end $$;
      revoke execute on function portal.forget_parts_of_imports from public;
      create trigger forget_parts after insert on portal.data_import
        for each row execute function portal.forget_parts_of_imports();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

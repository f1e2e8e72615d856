import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A save that is sent again, because its answer was lost on the way back, is stored once: whoever sends it names it by a key
 * of their own, and the key is kept in the transaction of the save.
 */
export class StoreASaveOnce1764000000111 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.record_save (
        centre_id int not null references portal.centre,
        patient_id uuid not null,
        user_id text not null default portal.asker(),
        save_key uuid not null,
        -- The table of the record's form.
        form text not null,
        record_id uuid not null,
        saved_at timestamptz not null default now(),
        -- Of one person and one patient: the same key of somebody else is another.
        primary key (centre_id, patient_id, user_id, save_key)
      );
      alter table portal.record_save enable row level security;
      alter table portal.record_save force row level security;
      create policy read_own on portal.record_save for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]) and user_id = portal.asker());
      create policy note_own on portal.record_save for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]) and user_id = portal.asker());
      grant select, insert (centre_id, patient_id, save_key, form, record_id) on portal.record_save to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

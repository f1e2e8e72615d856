import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Image files on their way into the portal. The bytes lie below PORTAL_HOME/uploads under the row's id. */
export class CreateUploads1764000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.slide_upload (
        id uuid primary key,
        centre_id int not null,
        patient_id uuid not null,
        -- Null: the record of the slide is added together with the file.
        slide_id uuid,
        barcode text not null,
        evaluation_set text,
        -- Whose upload it is; nobody else sees it. The name is for the audit trail of what the upload adds.
        user_id text not null,
        user_name text not null,
        bytes float8 not null check (bytes > 0),
        -- What the sender says the file hashes to, and what the portal found.
        sha256_expected text check (sha256_expected ~ '^[0-9a-f]{64}$'),
        sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
        state text not null default 'receiving' check (state in ('receiving', 'checking', 'attached', 'refused')),
        -- Checks begun; a file that brings the check down again and again is given up.
        attempts int not null default 0,
        error_code text,
        error_message text,
        created_at timestamptz not null default now(),
        -- An unfinished upload is removed then, a finished one is no longer listed.
        expires_at timestamptz not null,
        finished_at timestamptz,
        check (state <> 'attached' or (sha256 is not null and slide_id is not null)),
        check (state <> 'refused' or (error_code is not null and error_message is not null)),
        foreign key (centre_id, slide_id) references portal.slide (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );
      create index slide_upload_of_user on portal.slide_upload (user_id, created_at);
    `);
    await db.query(`
      select portal.protect_rows_of_centre('slide_upload');
      -- An upload is no record of a patient: what it adds, the slide and its file, is audited there.
      drop trigger audit on portal.slide_upload;
      create policy remove_from_own_centre on portal.slide_upload for delete to portal_app
        using (centre_id = any ((select portal.writable_centres())::int[]));
      grant delete on portal.slide_upload to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

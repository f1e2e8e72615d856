import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Outlines on slides, every version of them, and which versions a run was confined to. */
export class CreateRois1764000000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.roi (
        id uuid primary key default gen_random_uuid(),
        slide_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        name text not null check (length(name) between 1 and 200),
        -- Class, group or layer of the program that drew it.
        label text check (length(label) between 1 and 200),
        source text not null check (source in ('drawn', 'asap', 'qupath', 'imagescope')),
        -- Of the regions, which stand in roi_version: the audit trail says that they changed, the versions say how.
        regions_sha256 text not null check (regions_sha256 ~ '^[0-9a-f]{64}$'),
        locked boolean not null default false,
        deleted boolean not null default false,
        -- Of the statement: the outlines of one file keep their order.
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        -- Raised with name, label and regions, and with nothing else: a lock leaves it.
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (centre_id, id),
        foreign key (centre_id, slide_id) references portal.slide (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );
      create index roi_slide on portal.roi (centre_id, slide_id) where not deleted;

      -- Added to and never changed: a run refers to the version that it saw.
      create table portal.roi_version (
        roi_id uuid not null,
        version int not null,
        centre_id int not null,
        name text not null,
        label text,
        -- [{ "outline": [{ "x", "y" }], "holes": [[{ "x", "y" }]] }] in level-0 pixels.
        regions jsonb not null,
        saved_at timestamptz not null default now(),
        saved_by text not null,
        primary key (roi_id, version),
        foreign key (centre_id, roi_id) references portal.roi (centre_id, id)
      );
      alter table portal.roi add constraint roi_has_its_version foreign key (id, version)
        references portal.roi_version (roi_id, version) deferrable initially deferred;

      -- What a run was confined to: [{ "id", "version", "name" }] in the order of the ids; empty for the whole tissue.
      alter table portal.inference add column rois jsonb not null default '[]';
      drop index portal.inference_under_way;
      create unique index inference_under_way on portal.inference (slide_id, model_id, provider_asked, md5(rois::text))
        where status in ('queued', 'running');
    `);
    await db.query(`
      select portal.protect_rows_of_centre('roi');

      alter table portal.roi_version enable row level security;
      alter table portal.roi_version force row level security;
      create policy read_own_centre on portal.roi_version for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy add_to_own_centre on portal.roi_version for insert to portal_app
        with check (centre_id = any ((select portal.writable_centres())::int[]));
      grant select, insert on portal.roi_version to portal_app;
      create policy worker_reads on portal.roi_version for select to portal_worker using (true);
      grant select on portal.roi_version to portal_worker;

      grant insert (rois) on portal.inference to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The image files of slides and the runs of models on them. The worker sees these two and no patient. */
export class CreateSlidesAndInference1764000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.slide add constraint slide_in_centre unique (centre_id, id);

      create table portal.slide_file (
        id uuid primary key default gen_random_uuid(),
        slide_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        -- Name below PORTAL_HOME/slides, made by the portal, never by the client.
        file_name text not null check (file_name ~ '^[0-9a-f]{64}\\.(tiff|svs|ndpi|scn|svslide|bif|dcm|czi)$'),
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        bytes float8 not null,
        width_px int not null,
        height_px int not null,
        microns_per_pixel float8,
        -- Where the file does not say, a person of the centre may; who and when.
        stated_microns_per_pixel float8 check (stated_microns_per_pixel between 0.05 and 20),
        stated_by text,
        stated_at timestamptz,
        objective_power float8,
        vendor text not null,
        -- Images beside the slide, such as label and macro: known to exist, kept in the file, never served.
        associated_images text[] not null default '{}',
        synthetic boolean not null,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        unique (slide_id),
        check (stated_microns_per_pixel is null or microns_per_pixel is null),
        check (num_nulls(stated_microns_per_pixel, stated_by, stated_at) in (0, 3)),
        foreign key (centre_id, slide_id) references portal.slide (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );

      create table portal.inference (
        id uuid primary key default gen_random_uuid(),
        slide_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        model_id text not null,
        provider_asked text not null check (provider_asked in ('auto', 'cuda', 'webgpu', 'cpu')),
        status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
        -- Of runs that wait, the highest goes first: jobs/priority.ts.
        priority smallint not null default 0 check (priority between -10 and 10),
        -- The fence: a worker may write only while its attempt is the newest.
        attempt int not null default 0,
        stage text,
        done int,
        total int,
        -- What the run found: the score with its provenance, as packages/ml returned it.
        prps float8 check (prps between 0 and 1),
        threshold float8,
        predicted_class text,
        weights text,
        model_sha256 text,
        provider_ran text,
        result jsonb,
        error_code text,
        error_message text,
        requested_by text not null,
        queued_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check (status <> 'done' or (prps is not null and model_sha256 is not null and provider_ran is not null)),
        unique (centre_id, id),
        foreign key (centre_id, slide_id) references portal.slide (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );
      create index inference_slide on portal.inference (centre_id, slide_id, queued_at);
      -- The same run asked for twice at the same time is one run.
      create unique index inference_under_way on portal.inference (slide_id, model_id, provider_asked)
        where status in ('queued', 'running');

      -- Apart from the run, because it is long, read only with the slide, and no part of the audit trail.
      create table portal.inference_patches (
        inference_id uuid primary key,
        centre_id int not null,
        size_px float8 not null,
        -- Columns of equal length: level-0 corner, and why the patch was dropped (null where kept).
        x int[] not null,
        y int[] not null,
        reason text[] not null,
        check (cardinality(x) = cardinality(y) and cardinality(x) = cardinality(reason)),
        foreign key (centre_id, inference_id) references portal.inference (centre_id, id)
      );
    `);
    await db.query(`
      -- One call makes a table of runs the worker's to carry out and its changes heard. The row's own results need grants
      -- of their own. A table that is audited is so when a run is asked for and when it ends.
      create function portal.notify_run() returns trigger language plpgsql as $$
      begin
        -- Row and notice commit together; the notice carries the id alone, the listener re-checks who may see it.
        perform pg_notify('run', tg_table_name || ':' || new.id);
        return null;
      end $$;
      create function portal.hand_to_worker(runs text) returns void language plpgsql as $$
      begin
        execute format('create policy worker_reads on portal.%I for select to portal_worker using (true)', runs);
        execute format('create policy worker_writes on portal.%I for update to portal_worker using (true) with check (true)', runs);
        execute format('grant select, update (status, attempt, stage, done, total, error_code, error_message, started_at,
          finished_at, version, updated_at, updated_by) on portal.%I to portal_worker', runs);
        execute format('create trigger notify after insert or update on portal.%I
          for each row execute function portal.notify_run()', runs);
        if exists (select from pg_trigger where tgrelid = format('portal.%I', runs)::regclass and tgname = 'audit') then
          -- Progress is no correction of a record.
          execute format('drop trigger audit on portal.%I', runs);
          execute format('create trigger audit_asked after insert on portal.%I
            for each row execute function portal.write_audit()', runs);
          execute format('create trigger audit_ended after update on portal.%I
            for each row when (old.status is distinct from new.status and new.status in (''done'', ''failed'', ''cancelled''))
            execute function portal.write_audit()', runs);
        end if;
      end $$;
      revoke execute on function portal.hand_to_worker(text) from public;

      select portal.protect_rows_of_centre('slide_file');
      select portal.protect_rows_of_centre('inference');
      select portal.hand_to_worker('inference');

      -- Readers of a centre may run a model on its slides; that adds a score and changes no patient data.
      drop policy add_to_own_centre on portal.inference;
      drop policy correct_in_own_centre on portal.inference;
      create policy ask_for_readable_slide on portal.inference for insert to portal_app
        with check (centre_id = any ((select portal.readable_centres())::int[]) and status = 'queued');
      create policy cancel_or_hasten_readable on portal.inference for update to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]) and status in ('queued', 'running'))
        with check (centre_id = any ((select portal.readable_centres())::int[]) and status in ('queued', 'cancelled'));
      -- Whoever asks can ask, hasten and cancel; a score is written by the worker alone.
      revoke insert, update on portal.inference from portal_app;
      grant insert (slide_id, centre_id, patient_id, model_id, provider_asked, priority, requested_by, updated_by)
        on portal.inference to portal_app;
      grant update (status, priority, finished_at, version, updated_at, updated_by) on portal.inference to portal_app;

      alter table portal.inference_patches enable row level security;
      alter table portal.inference_patches force row level security;
      create policy read_own_centre on portal.inference_patches for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy worker_adds on portal.inference_patches for insert to portal_worker with check (true);
      grant select on portal.inference_patches to portal_app;
      grant insert on portal.inference_patches to portal_worker;

      create policy worker_reads on portal.slide_file for select to portal_worker using (true);
      grant select on portal.slide_file to portal_worker;
      grant update (prps, threshold, predicted_class, weights, model_sha256, provider_ran, result)
        on portal.inference to portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

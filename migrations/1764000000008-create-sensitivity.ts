import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Explanations of scores: how much each patch of a run pushes its score. */
export class CreateSensitivity1764000000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.sensitivity (
        id uuid primary key default gen_random_uuid(),
        inference_id uuid not null,
        centre_id int not null,
        patient_id uuid not null,
        status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
        priority smallint not null default 0 check (priority between -10 and 10),
        -- The fence: a worker may write only while its attempt is the newest.
        attempt int not null default 0,
        stage text,
        done int,
        total int,
        -- Of the whole bag as this job scored it: the run's own, up to rounding between providers.
        prps float8 check (prps between 0 and 1),
        -- What was measured, in words, for every export.
        method text,
        -- How many patches the largest block has that was replaced at once: 1 where each was on its own.
        block_patches int check (block_patches > 0),
        block_count int check (block_count > 0),
        -- The largest |value|; null where there was nothing to compare.
        scale float8 check (scale >= 0),
        provider_ran text,
        bag_reused boolean,
        seconds float8,
        warnings text[] not null default '{}',
        error_code text,
        error_message text,
        requested_by text not null,
        queued_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check (status <> 'done' or (prps is not null and method is not null and provider_ran is not null)),
        unique (centre_id, id),
        foreign key (centre_id, inference_id) references portal.inference (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );
      create index sensitivity_inference on portal.sensitivity (centre_id, inference_id, queued_at);
      -- A run is explained once; what failed or was cancelled may be asked for again.
      create unique index sensitivity_of_inference on portal.sensitivity (inference_id)
        where status in ('queued', 'running', 'done');

      -- Apart, because it is long and no part of the audit trail.
      create table portal.sensitivity_values (
        sensitivity_id uuid primary key,
        centre_id int not null,
        -- Columns of equal length, in the order of the run's kept patches. Null where there was nothing to compare.
        value float4[],
        block int[] not null,
        check (value is null or cardinality(value) = cardinality(block)),
        foreign key (centre_id, sensitivity_id) references portal.sensitivity (centre_id, id)
      );
    `);
    await db.query(`
      select portal.protect_rows_of_centre('sensitivity');
      select portal.hand_to_worker('sensitivity');

      -- As with a run: who reads a score may have it explained, and the worker alone writes what came of it.
      drop policy add_to_own_centre on portal.sensitivity;
      drop policy correct_in_own_centre on portal.sensitivity;
      create policy ask_for_readable_run on portal.sensitivity for insert to portal_app
        with check (centre_id = any ((select portal.readable_centres())::int[]) and status = 'queued');
      create policy cancel_readable on portal.sensitivity for update to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]))
        with check (centre_id = any ((select portal.readable_centres())::int[]) and status = 'cancelled');
      revoke insert, update on portal.sensitivity from portal_app;
      grant insert (inference_id, centre_id, patient_id, priority, requested_by, updated_by) on portal.sensitivity to portal_app;
      grant update (status, finished_at, version, updated_at, updated_by) on portal.sensitivity to portal_app;
      grant update (prps, method, block_patches, block_count, scale, provider_ran, bag_reused, seconds, warnings)
        on portal.sensitivity to portal_worker;

      alter table portal.sensitivity_values enable row level security;
      alter table portal.sensitivity_values force row level security;
      create policy read_own_centre on portal.sensitivity_values for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy worker_adds on portal.sensitivity_values for insert to portal_worker with check (true);
      grant select on portal.sensitivity_values to portal_app;
      grant insert on portal.sensitivity_values to portal_worker;

      -- The worker compares the patches of the bag with those of the run.
      create policy worker_reads on portal.inference_patches for select to portal_worker using (true);
      grant select on portal.inference_patches to portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Many runs asked for at once. A batch is a list of runs: how far it is, is what its runs say. */
export class CreateInferenceBatches1764000000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.inference_batch (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study (id),
        -- Of the slides in it: who reads one of them sees the batch, who reads all of them may cancel it.
        centre_ids int[] not null check (cardinality(centre_ids) > 0),
        model_id text not null,
        -- The version of the model when the batch was asked for.
        model_sha256 text not null,
        provider_asked text not null check (provider_asked in ('auto', 'cuda', 'webgpu', 'cpu')),
        priority smallint not null,
        only_unscored boolean not null,
        -- The selection of patients as it was asked; null for all.
        cohort jsonb,
        requested_by text not null,
        queued_at timestamptz not null default now(),
        cancelled_at timestamptz,
        updated_by text not null
      );
      create index inference_batch_study on portal.inference_batch (study_id, queued_at);

      create table portal.inference_batch_run (
        batch_id uuid not null references portal.inference_batch (id),
        inference_id uuid not null,
        centre_id int not null,
        -- False for a run that was under way already: the batch waits for it and does not own it.
        added boolean not null,
        primary key (batch_id, inference_id),
        foreign key (centre_id, inference_id) references portal.inference (centre_id, id)
      );
      create index inference_batch_run_inference on portal.inference_batch_run (inference_id);
    `);
    await db.query(`
      alter table portal.inference_batch enable row level security;
      alter table portal.inference_batch force row level security;
      create policy see_readable on portal.inference_batch for select to portal_app
        using (centre_ids && (select portal.readable_centres())::int[]);
      create policy ask_for_readable on portal.inference_batch for insert to portal_app
        with check (centre_ids <@ (select portal.readable_centres())::int[]);
      create policy cancel_readable on portal.inference_batch for update to portal_app
        using (centre_ids <@ (select portal.readable_centres())::int[])
        with check (cancelled_at is not null);
      grant select, insert, update (cancelled_at, updated_by) on portal.inference_batch to portal_app;

      alter table portal.inference_batch_run enable row level security;
      alter table portal.inference_batch_run force row level security;
      create policy read_own_centre on portal.inference_batch_run for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      create policy ask_for_readable on portal.inference_batch_run for insert to portal_app
        with check (centre_id = any ((select portal.readable_centres())::int[]));
      create policy worker_reads on portal.inference_batch_run for select to portal_worker using (true);
      grant select, insert on portal.inference_batch_run to portal_app;
      grant select on portal.inference_batch_run to portal_worker;

      -- Whoever watches a batch hears when one of its runs begins or ends.
      create function portal.notify_batches() returns trigger language plpgsql as $$
      begin
        perform pg_notify('run', 'inference_batch:' || r.batch_id)
          from portal.inference_batch_run r where r.inference_id = new.id;
        return null;
      end $$;
      create trigger notify_batches after update on portal.inference
        for each row when (old.status is distinct from new.status) execute function portal.notify_batches();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

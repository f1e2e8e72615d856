import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Runs that train a head. A run stands over several centres: who may read them all may see it and nobody else. Its cases
 * are a stored list, so that what was trained and tested on does not change with the data.
 */
export class CreateTraining1764000000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.training_run (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study,
        -- Of all its cases, ascending.
        centre_ids int[] not null check (cardinality(centre_ids) > 0),
        -- The model whose networks stay as they are.
        model_id text not null,
        provider_asked text not null check (provider_asked in ('auto', 'cuda', 'webgpu', 'cpu')),
        -- The filter of patients as it was asked; the cases are what it gave then.
        cohort jsonb not null,
        label_rule text not null,
        split_rule text not null check (split_rule in ('stratified', 'centre', 'evaluationSet')),
        test_centre text,
        tuning_share float8 not null check (tuning_share > 0 and tuning_share < 1),
        test_share float8 check (test_share > 0 and test_share < 1),
        seed int not null,
        epochs int not null check (epochs between 1 and 10000),
        learning_rate float8 not null check (learning_rate > 0 and learning_rate <= 1),
        class_weights text not null check (class_weights in ('none', 'balanced')),
        -- Whether slides are confined to the outlines that stood on them; those without are taken whole.
        use_outlines boolean not null,
        -- sha256 over slide, label and part of every case: the same list has the same one.
        snapshot_id text not null check (snapshot_id ~ '^[0-9a-f]{64}$'),
        status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
        priority smallint not null default 0 check (priority between -10 and 10),
        attempt int not null default 0,
        stage text,
        done int,
        total int,
        -- Best epoch, threshold with its rule, evaluation of the tuning and of the test part.
        result jsonb,
        provider_ran text,
        -- The new version in the registry of models, and the folder it lies in.
        candidate_version_id uuid,
        candidate_model_id text,
        error_code text,
        error_message text,
        requested_by text not null,
        queued_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check ((split_rule = 'centre') = (test_centre is not null)),
        check ((split_rule = 'stratified') = (test_share is not null)),
        check (status <> 'done' or (result is not null and candidate_model_id is not null))
      );
      create index training_run_study on portal.training_run (study_id, queued_at);

      create table portal.training_case (
        run_id uuid not null references portal.training_run,
        -- From 1, in the order in which the slides are read and trained on.
        position int not null,
        slide_id uuid not null,
        patient_id uuid not null,
        centre_id int not null,
        slide_sha256 text not null,
        -- [{ "id", "version", "name" }] in the order of the ids, as in portal.inference; empty for the whole tissue.
        rois jsonb not null,
        part text not null check (part in ('training', 'tuning', 'test')),
        -- The label: whether the best response was SD or PD when the run was asked for.
        positive boolean not null,
        -- Of the kept layer; null until the run is done.
        prps float8 check (prps between 0 and 1),
        -- Why the slide took no part after all.
        left_out text,
        primary key (run_id, position),
        unique (run_id, slide_id),
        foreign key (centre_id, slide_id) references portal.slide (centre_id, id),
        foreign key (centre_id, patient_id) references portal.patient (centre_id, id)
      );

      -- Columns of equal length, one entry per epoch; apart from the run, because it is long.
      create table portal.training_curve (
        run_id uuid primary key references portal.training_run,
        epoch int[] not null,
        training_loss float8[] not null,
        tuning_loss float8[] not null,
        training_auc float8[] not null,
        tuning_auc float8[] not null
      );
    `);
    await db.query(`
      alter table portal.training_run enable row level security;
      alter table portal.training_run force row level security;
      create policy read_where_all_centres_are_readable on portal.training_run for select to portal_app
        using (centre_ids <@ (select portal.readable_centres())::int[]);
      create policy ask_for_readable_centres on portal.training_run for insert to portal_app
        with check (centre_ids <@ (select portal.readable_centres())::int[] and status = 'queued');
      create policy cancel_readable on portal.training_run for update to portal_app
        using (centre_ids <@ (select portal.readable_centres())::int[])
        with check (centre_ids <@ (select portal.readable_centres())::int[] and status = 'cancelled');
      grant select on portal.training_run to portal_app;
      grant insert (study_id, centre_ids, model_id, provider_asked, cohort, label_rule, split_rule, test_centre, tuning_share,
        test_share, seed, epochs, learning_rate, class_weights, use_outlines, snapshot_id, priority, requested_by, updated_by)
        on portal.training_run to portal_app;
      grant update (status, finished_at, version, updated_at, updated_by) on portal.training_run to portal_app;
      select portal.hand_to_worker('training_run');
      grant update (result, provider_ran, candidate_version_id, candidate_model_id) on portal.training_run to portal_worker;

      -- A centre alone sees none of a run over several: the label of a case tells that its slide took part.
      alter table portal.training_case enable row level security;
      alter table portal.training_case force row level security;
      create policy read_with_run on portal.training_case for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[])
          and exists (select from portal.training_run r where r.id = run_id));
      create policy add_to_own_run on portal.training_case for insert to portal_app
        with check (centre_id = any ((select portal.readable_centres())::int[])
          and exists (select from portal.training_run r where r.id = run_id and r.status = 'queued'
            and centre_id = any (r.centre_ids)));
      grant select on portal.training_case to portal_app;
      grant insert (run_id, position, slide_id, patient_id, centre_id, slide_sha256, rois, part, positive)
        on portal.training_case to portal_app;
      -- The worker sees slides by number and label, and no patient.
      create policy worker_reads on portal.training_case for select to portal_worker using (true);
      create policy worker_writes on portal.training_case for update to portal_worker using (true) with check (true);
      grant select (run_id, position, slide_id, centre_id, slide_sha256, rois, part, positive, prps, left_out),
        update (prps, left_out) on portal.training_case to portal_worker;

      alter table portal.training_curve enable row level security;
      alter table portal.training_curve force row level security;
      create policy read_with_run on portal.training_curve for select to portal_app
        using (exists (select from portal.training_run r where r.id = run_id));
      grant select on portal.training_curve to portal_app;
      create policy worker_reads on portal.training_curve for select to portal_worker using (true);
      create policy worker_adds on portal.training_curve for insert to portal_worker with check (true);
      create policy worker_writes on portal.training_curve for update to portal_worker using (true) with check (true);
      grant select, insert, update on portal.training_curve to portal_worker;
      grant select (id, code) on portal.centre to portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

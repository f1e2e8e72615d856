import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Thresholds that somebody proposes for the scores of a source: by which rule, on which cases and why. A proposal changes no
 * call of anybody; it is withdrawn with a reason and stays readable. Where the declared threshold of imported scores comes
 * from may be stated in Chinese as well.
 */
export class ProposeThresholds1764000000296 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.threshold_proposal (
        id uuid primary key default gen_random_uuid(),
        study_id int not null references portal.study on delete cascade,
        -- As evaluations name the scores: kind, name and, of a model that ran here, the beginning of its hash.
        source text not null check (length(source) between 1 and 400),
        threshold float8 not null check (threshold between 0 and 1),
        rule text not null check (rule in ('byHand', 'youden', 'sensitivity', 'specificity')),
        -- The least share that the rule asks for.
        target float8 check (target between 0 and 1),
        positive_class text not null check (length(positive_class) between 1 and 80),
        -- The cases: a set of the study, within a selection in the language of cohorts, at a version of the data; how many, and
        -- a hash of who they are with score and class.
        evaluation_set text not null check (evaluation_set in ('ENTIRE', 'INTERNAL', 'EXTERNAL', 'TRAINING', 'ALL')),
        selection jsonb check (jsonb_typeof(selection) = 'object'),
        data_version bigint not null,
        n int not null check (n > 0),
        n_positive int not null check (n_positive between 0 and n),
        cases_sha256 text not null check (cases_sha256 ~ '^[0-9a-f]{64}$'),
        -- Of the cases: what was chosen on outcomes is open to who may read all of them.
        case_centres int[] not null check (cardinality(case_centres) > 0),
        reason text not null check (length(btrim(reason)) between 1 and 500),
        user_id text not null default portal.asker(),
        proposed_by text not null,
        proposed_at timestamptz not null default now(),
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason text check (length(btrim(withdrawn_reason)) between 1 and 500),
        version int not null default 1,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        check ((rule in ('sensitivity', 'specificity')) = (target is not null)),
        check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null))
      );
      create index threshold_proposal_of on portal.threshold_proposal (study_id, source);
      alter table portal.threshold_proposal enable row level security;
      alter table portal.threshold_proposal force row level security;
      create policy owner_keeps on portal.threshold_proposal to current_user using (true) with check (true);

      create policy read_with_cases on portal.threshold_proposal for select to portal_app
        using (case_centres <@ (select portal.readable_centres())::int[]);
      create policy propose_on_own_cases on portal.threshold_proposal for insert to portal_app with check (
        user_id = portal.asker() and case_centres <@ (select portal.readable_centres())::int[]
        and case_centres <@ array(select c.id from portal.centre c where c.study_id = threshold_proposal.study_id));
      create policy withdraw_own on portal.threshold_proposal for update to portal_app
        using (user_id = portal.asker() or portal.may_in_study('manageStudy', study_id))
        with check (user_id = portal.asker() or portal.may_in_study('manageStudy', study_id));
      grant select, insert (study_id, source, threshold, rule, target, positive_class, evaluation_set, selection, data_version, n,
          n_positive, cases_sha256, case_centres, reason, proposed_by, updated_by),
        update (withdrawn_at, withdrawn_by, withdrawn_reason, version, updated_at, updated_by)
        on portal.threshold_proposal to portal_app;
      select portal.audit_rows_of_study('threshold_proposal', 'source', 'threshold');

      alter table portal.score_threshold
        add column provenance_zh text check (btrim(provenance_zh) <> '' and length(provenance_zh) <= 500);
      update portal.score_threshold set provenance_zh =
          '随模型发表的 Youden 点；与其一同展示的 ROC 曲线仅为各测试集的曲线，因此该阈值很可能选自测试集'
        where provenance = 'Youden point published with the model; the only ROC curves shown with it are those of the test sets, so it was probably chosen on them';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

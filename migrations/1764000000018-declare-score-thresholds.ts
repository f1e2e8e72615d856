import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What is known of imported scores and of evaluation sets is declared with a study: where a threshold comes from, and what
 * a set is. What is not declared is not known, and nothing is made up for it.
 */
export class DeclareScoreThresholds1764000000018 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.score_threshold (
        study_id int not null references portal.study,
        -- As the imported scores name their model.
        model_name text not null check (length(model_name) between 1 and 80),
        threshold float8 not null check (threshold between 0 and 1),
        -- By what rule and on which cases it was chosen, in words.
        provenance text not null check (btrim(provenance) <> '' and length(provenance) <= 500),
        primary key (study_id, model_name)
      );
      create table portal.evaluation_set_note (
        study_id int not null references portal.study,
        evaluation_set text not null check (evaluation_set in ('training', 'internal', 'external')),
        note_en text not null check (btrim(note_en) <> '' and length(note_en) <= 500),
        note_zh text not null check (btrim(note_zh) <> '' and length(note_zh) <= 500),
        primary key (study_id, evaluation_set)
      );
      grant select on portal.score_threshold, portal.evaluation_set_note to portal_app;

      -- Of the demonstration, where it was loaded before it could declare this: data/demo-cohort/study.json says the same.
      insert into portal.score_threshold
        select id, 'HAIM as published (synthetic PRPS)', 0.532,
          'Youden point published with the model; the only ROC curves shown with it are those of the test sets, so it was probably chosen on them'
        from portal.study where code = 'HAIC-DEMO' and synthetic;
      insert into portal.evaluation_set_note
        select id, 'external',
          '"External" is a held-out subset of a centre that also supplied training slides. It is not an external validation.',
          '“外部”为留出的中心子集，该中心也提供了训练切片，因此不是外部验证。'
        from portal.study where code = 'HAIC-DEMO' and synthetic;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

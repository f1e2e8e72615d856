import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Trainings of a head with attention beside those of a last layer, and what cross-validation held out. */
export class TrainAttention1764000000291 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal.training_run
        add column head text not null default 'lastLayer' check (head in ('lastLayer', 'attention')),
        -- Units of the layer that every row goes through; the two branches of the attention have half as many.
        add column hidden int check (hidden between 8 and 512),
        add column weight_decay float8 check (weight_decay between 0 and 1),
        -- Epochs without a lower tuning loss after which training stops.
        add column patience int check (patience between 1 and 3000),
        add column folds int check (folds between 3 and 10),
        add column repeats int check (repeats between 1 and 5),
        add constraint settings_of_attention check (
          case head when 'attention' then num_nulls(hidden, weight_decay, patience) = 0
          else num_nonnulls(hidden, weight_decay, patience, folds) = 0 end),
        add constraint repeats_of_folds check ((folds is null) = (repeats is null));
      -- Of the list of cases, in each repeat the fold in which a slide is held out, from 0; null for the test part, and
      -- where nothing is cross-validated. A list never changes, as its parts do not.
      alter table portal.training_case
        add column folds int[],
        -- Mean over the repeats of the scores by heads that saw no slide of the patient: with attention, and of the mean row.
        add column held_out float8 check (held_out between 0 and 1),
        add column held_out_mean float8 check (held_out_mean between 0 and 1);
      grant insert (head, hidden, weight_decay, patience, folds, repeats) on portal.training_run to portal_app;
      grant insert (folds) on portal.training_case to portal_app;
      grant select (folds, held_out, held_out_mean), update (held_out, held_out_mean)
        on portal.training_case to portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

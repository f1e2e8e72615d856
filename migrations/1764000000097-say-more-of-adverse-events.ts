import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What an adverse event is related to, part by part; what was done; how it ended; why it is serious; by which version of
 * CTCAE it was graded. `related_to_systemic` stays for what was judged of TKI and ICI together.
 */
export class SayMoreOfAdverseEvents1764000000097 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table portal."adverse_event"
        add "outcome" text,
        add "related_to_tki" text,
        add "related_to_ici" text,
        add "related_to_disease" text,
        add "related_to_other" text,
        add "action_taken" text,
        add "serious_criterion" text,
        add "ctcae_version" text,
        add constraint "adverse_event_outcome_4bd810" check ("outcome" in ('recovered', 'sequelae', 'recovering', 'notRecovered', 'fatal', 'unknown')),
        add constraint "adverse_event_related_to_tki_192d01" check ("related_to_tki" in ('unrelated', 'unlikely', 'possible', 'probable', 'definite')),
        add constraint "adverse_event_related_to_ici_73ad4d" check ("related_to_ici" in ('unrelated', 'unlikely', 'possible', 'probable', 'definite')),
        add constraint "adverse_event_related_to_disease_991b30" check ("related_to_disease" in ('unrelated', 'unlikely', 'possible', 'probable', 'definite')),
        add constraint "adverse_event_related_to_other_27fa22" check ("related_to_other" in ('unrelated', 'unlikely', 'possible', 'probable', 'definite')),
        add constraint "adverse_event_action_taken_8bf66a" check ("action_taken" in ('none', 'reduced', 'interrupted', 'stopped', 'notApplicable', 'unknown')),
        add constraint "adverse_event_serious_criterion_060c44" check ("serious_criterion" in ('death', 'lifeThreatening', 'hospital', 'disability', 'congenital', 'important')),
        add constraint "adverse_event_ctcae_version_8e476b" check ("ctcae_version" in ('5.0', '4.03', '6.0'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

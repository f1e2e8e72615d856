import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What was decided on the eligibility of a patient, their line of the screening log and the end of their visits go with the
 * records of a patient who is merged. Where both have one, a merge is refused before, unless the two say the same.
 */
export class MergeDecisions1764000000180 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function portal.follow_merge_of_decisions() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        -- What the patient who stays has already says the same: it was compared in this transaction.
        delete from eligibility_decision d where d.centre_id = new.centre_id and d.patient_id = new.id and exists (
          select from eligibility_decision k where k.centre_id = new.centre_id and k.patient_id = new.merged_into and k.eligible = d.eligible);
        delete from visit_stop v where v.centre_id = new.centre_id and v.patient_id = new.id and exists (
          select from visit_stop k where k.centre_id = new.centre_id and k.patient_id = new.merged_into
            and (k.stopped_on, k.why) = (v.stopped_on, v.why));
        update eligibility_decision d set patient_id = new.merged_into where d.centre_id = new.centre_id and d.patient_id = new.id;
        update visit_stop v set patient_id = new.merged_into where v.centre_id = new.centre_id and v.patient_id = new.id;
        update screening g set patient_id = new.merged_into where g.centre_id = new.centre_id and g.patient_id = new.id;
        return null;
      end $$;
      revoke execute on function portal.follow_merge_of_decisions from public;
      create trigger follow_merge_of_decisions after insert on portal.removed_record
        for each row when (new.form = 'patient' and new.merged_into is not null) execute function portal.follow_merge_of_decisions();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

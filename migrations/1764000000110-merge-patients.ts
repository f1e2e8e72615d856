import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A patient who was entered twice is merged: the records of one become those of the other, and what is said about them,
 * queries, marks, holds that have ended and signatures that are void, follows by a trigger, in the transaction of the
 * merge. The row that is kept of the patient who is gone names the one who stays.
 */
export class MergePatients1764000000110 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of a patient, who has the records now; of a record, the one of the same form that stands in its place.
      alter table portal.removed_record drop constraint removed_record_check;
      create policy owner_rehomes on portal.removed_record for update to current_user using (true) with check (true);

      alter table portal.data_query_message
        drop constraint data_query_message_centre_id_patient_id_query_id_fkey,
        add constraint data_query_message_of_query foreign key (centre_id, patient_id, query_id)
          references portal.data_query (centre_id, patient_id, id) on update cascade;

      -- A mark stays with its record where that goes to another patient: what was compared has not changed.
      drop trigger verify_record on portal.record_verification;
      create trigger verify_record before insert on portal.record_verification
        for each row when (new.verified) execute function portal.verify_record();
      create trigger verify_again before update on portal.record_verification
        for each row when (new.verified and new.patient_id = old.patient_id) execute function portal.verify_record();

      create function portal.follow_merge() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      declare
        kept patient;
      begin
        select * into kept from patient p where p.id = new.merged_into and p.centre_id = new.centre_id;
        if kept.id is null then
          raise exception 'a patient is merged into another of the same centre' using errcode = 'object_not_in_prerequisite_state';
        end if;
        update data_query q set patient_id = kept.id, updated_by = new.removed_by,
            -- What was asked about a record that was given up is asked about the one in its place.
            record_id = coalesce((select r.merged_into from removed_record r where r.centre_id = new.centre_id and r.id = q.record_id), q.record_id)
          where q.centre_id = new.centre_id and q.patient_id = new.id;
        update record_verification v set patient_id = kept.id where v.centre_id = new.centre_id and v.patient_id = new.id;
        update record_hold h set patient_id = kept.id where h.centre_id = new.centre_id and h.patient_id = new.id;
        update record_signature s set patient_id = kept.id where s.centre_id = new.centre_id and s.patient_id = new.id;
        -- What was removed before, and what was given up, is restored to who stays.
        update removed_record r set patient_id = kept.id
          where r.centre_id = new.centre_id and r.patient_id = new.id and r.form <> 'patient';
        -- Those merged into the one who is gone lead on.
        update removed_record r set merged_into = kept.id
          where r.centre_id = new.centre_id and r.merged_into = new.id and r.form = 'patient';
        insert into audit_entry (user_id, user_name, action, form, record_id, patient_id, centre_id, study_id, reason, request_id, changes)
        select asker(), coalesce(nullif(current_setting('app.user_name', true), ''), asker()), 'merge', 'patient',
          one, one, c.id, c.study_id, new.reason, nullif(current_setting('app.request_id', true), ''),
          jsonb_build_object('code', jsonb_build_array(new.patient_code, kept.code))
        from centre c cross join unnest(array[new.id, kept.id]) one where c.id = new.centre_id;
        return null;
      end $$;
      revoke execute on function portal.follow_merge from public;
      create trigger follow_merge after insert on portal.removed_record
        for each row when (new.form = 'patient' and new.merged_into is not null) execute function portal.follow_merge();

      -- Which of these patients have identifying fields on record, and nothing of what they say: whoever merges has to know.
      create function portal.identified_among(patients uuid[]) returns setof uuid
      language sql stable security definer set search_path = portal, pg_temp as $$
        select i.patient_id from patient_identity i
        where i.patient_id = any (patients) and i.centre_id = any (writable_centres())
      $$;
      revoke execute on function portal.identified_among from public;
      grant execute on function portal.identified_among to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

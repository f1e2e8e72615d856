import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What stands in the way of a lock: a query that is not closed, error HM002, and two entries of a record that differ and of
 * which nobody has decided, error HM003, since deciding would change what is locked. Neither of a patient who is removed,
 * nor differences of a record that is: what is locked then takes neither back.
 */
export class LetDifferencesHoldUpALock1764000000175 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function portal.begin_hold() returns trigger
      language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        perform pg_advisory_xact_lock(hashtext('portal.record_hold'), new.centre_id);
        if new.kind <> 'locked' then return new; end if;
        if exists (
          select from data_query q join patient p on p.centre_id = q.centre_id and p.id = q.patient_id
          where q.state in ('open', 'answered') and q.centre_id = new.centre_id
            and (new.patient_id is null or q.patient_id = new.patient_id)
            and (new.record_id is null or q.record_id = new.record_id or (q.record_id is null and q.form = new.form))
        ) then
          raise exception 'a query on it is not closed' using errcode = 'HM002';
        end if;
        if exists (
          select from entry_comparison e join patient p on p.centre_id = e.centre_id and p.id = e.patient_id
          where e.state = 'differs' and e.centre_id = new.centre_id
            and (new.patient_id is null or e.patient_id = new.patient_id)
            and (new.record_id is null or e.record_id = new.record_id)
            and not exists (select from removed_record r where r.centre_id = e.centre_id and r.id = e.record_id)
        ) then
          raise exception 'two entries of it differ' using errcode = 'HM003';
        end if;
        return new;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

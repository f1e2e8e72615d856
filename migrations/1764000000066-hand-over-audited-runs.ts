import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A table whose rows are audited by statement is handed to the worker like one that is audited by row. Its claim and its
 * progress name no author, so the statement triggers would refuse them; asking for a run and its end stay audited.
 */
export class HandOverAuditedRuns1764000000066 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function portal.hand_to_worker(runs text) returns void language plpgsql as $$
      declare
        audits text[] := array(select tgname from pg_trigger where tgrelid = format('portal.%I', runs)::regclass
          and tgname in ('audit', 'audit_added', 'audit_changed', 'audit_removed'));
        audit text;
      begin
        execute format('create policy worker_reads on portal.%I for select to portal_worker using (true)', runs);
        execute format('create policy worker_writes on portal.%I for update to portal_worker using (true) with check (true)', runs);
        execute format('grant select, update (status, attempt, stage, done, total, error_code, error_message, started_at,
          finished_at, version, updated_at, updated_by) on portal.%I to portal_worker', runs);
        execute format('create trigger notify after insert or update on portal.%I
          for each row execute function portal.notify_run()', runs);
        foreach audit in array audits loop
          execute format('drop trigger %I on portal.%I', audit, runs);
        end loop;
        if audits <> '{}' then
          -- Progress is no correction of a record.
          execute format('create trigger audit_asked after insert on portal.%I
            for each row execute function portal.write_audit()', runs);
          execute format('create trigger audit_ended after update on portal.%I
            for each row when (old.status is distinct from new.status and new.status in (''done'', ''failed'', ''cancelled''))
            execute function portal.write_audit()', runs);
        end if;
      end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

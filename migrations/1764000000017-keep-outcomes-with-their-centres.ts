import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Models belong to the portal, but what was measured of a trained one belongs to the centres whose patients it was
 * measured on: a version names them, so that it tells its outcomes to nobody who may not read its training.
 */
export class KeepOutcomesWithTheirCentres1764000000017 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The centres of the training that the manifest names, whatever way the files came; null where this portal knows none.
      alter table portal.model_version add column outcome_centres int[];

      -- Forced row-level security holds for the owner too, in whose name the function below reads.
      create policy owner_reads on portal.training_run for select to current_user using (true);

      create function portal.name_outcome_centres() returns trigger language plpgsql security definer set search_path = portal, pg_temp as $$
      begin
        new.outcome_centres := (
          select array_agg(distinct centre order by centre) from portal.training_run r, unnest(r.centre_ids) centre
          where r.snapshot_id = new.manifest #>> '{trainedOn,snapshotId}'
        );
        return new;
      end $$;
      revoke execute on function portal.name_outcome_centres() from public;
      create trigger name_outcome_centres before insert on portal.model_version
        for each row execute function portal.name_outcome_centres();

      update portal.model_version v set outcome_centres = (
        select array_agg(distinct centre order by centre) from portal.training_run r, unnest(r.centre_ids) centre
        where r.snapshot_id = v.manifest #>> '{trainedOn,snapshotId}'
      );

      -- Whether whoever asks may read all that a version says about outcomes: the rule of the training itself.
      create function portal.outcomes_are_open(version portal.model_version) returns boolean language sql stable
        return case when version.outcome_centres is null then version.origin = 'folder'
          else coalesce(version.outcome_centres <@ portal.readable_centres(), false) end;
      grant execute on function portal.outcomes_are_open to portal_app, portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

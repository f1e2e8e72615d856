import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Workers say that they are there: a queue that nobody empties is found before somebody misses a score, and a worker of
 * another version is refused instead of failing on a column that it does not know. Whoever runs the portal sees them.
 */
export class KnowTheWorkers1764000000345 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into portal.role_right (role, right_name) values ('portalAdministrator', 'watchPortal');

      create table portal.worker (
        id uuid primary key default gen_random_uuid(),
        host text not null check (char_length(host) between 1 and 255),
        pid int not null,
        kinds text[] not null,
        threads int not null,
        -- The newest migration of its sources.
        migration bigint not null,
        started_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        run_kind text,
        run_id uuid,
        left_at timestamptz,
        check ((run_kind is null) = (run_id is null))
      );
      grant select on portal.worker to portal_app;
      grant select, insert (host, pid, kinds, threads, migration), update (seen_at, run_kind, run_id, left_at), delete
        on portal.worker to portal_worker;
      grant select ("timestamp") on portal.migration to portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

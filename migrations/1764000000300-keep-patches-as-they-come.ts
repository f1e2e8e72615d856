import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a run on a slide has found of its patches before its end. */
export class KeepPatchesAsTheyCome1764000000300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- In parts that are only added to: the grid is part 0, then what was judged since the part before. A run that ends
      -- with a score has its patches in inference_patches, and none here; one that was cancelled or failed keeps them.
      create table portal.judged_patches (
        inference_id uuid not null,
        part int not null check (part >= 0),
        centre_id int not null,
        -- Of the run that wrote it: a later attempt begins again.
        attempt int not null,
        -- Of the grid: columns of equal length, level-0 corner and why the patch was dropped before its pixels were read.
        size_px float8,
        x int[],
        y int[],
        -- Of the other parts: indices in the grid.
        place int[],
        -- Null where there are features, and in the grid where the patch is still to be judged.
        reason text[] not null,
        primary key (inference_id, part),
        check (part > 0 or (size_px is not null and cardinality(x) = cardinality(reason) and cardinality(y) = cardinality(reason)
          and place is null)),
        check (part = 0 or (size_px is null and x is null and y is null and cardinality(place) = cardinality(reason))),
        foreign key (centre_id, inference_id) references portal.inference (centre_id, id)
      );
      alter table portal.judged_patches enable row level security;
      alter table portal.judged_patches force row level security;
      create policy read_own_centre on portal.judged_patches for select to portal_app
        using (centre_id = any ((select portal.readable_centres())::int[]));
      grant select on portal.judged_patches to portal_app;
      create policy worker_reads on portal.judged_patches for select to portal_worker using (true);
      create policy worker_adds on portal.judged_patches for insert to portal_worker with check (true);
      create policy worker_removes on portal.judged_patches for delete to portal_worker using (true);
      grant select, insert, delete on portal.judged_patches to portal_worker;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

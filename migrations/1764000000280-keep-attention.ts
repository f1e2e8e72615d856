import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The attention of a head to the patches that it scored, beside these patches. */
export class KeepAttention1764000000280 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of the kept patches in their order: shares that add up to 1. Null for a head that has no attention.
      alter table portal.inference_patches add column attention float4[],
        add constraint attention_of_each_kept_patch check (
          attention is null or cardinality(attention) = cardinality(array_positions(reason, null)));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The terms of CTCAE 5.0 as NCI's workbook has them, for the portal as a whole: names, classes, what the grades mean,
 * definitions and notes, in English. Without the codes of MedDRA, which are licensed. The owner writes them.
 */
export class KeepCtcaeTerms1764000000162 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table portal.ctcae_term (
        name text primary key check (name <> ''),
        organ_class text not null,
        -- What each grade means, grade 1 first; null: the term does not have the grade.
        grades text[] not null check (cardinality(grades) = 5 and num_nonnulls(grades[1], grades[2], grades[3], grades[4], grades[5]) > 0),
        definition text,
        note text,
        imported_at timestamptz not null default now(),
        imported_by text not null
      );
      grant select on portal.ctcae_term to portal_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

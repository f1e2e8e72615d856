import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The special rules of mRECIST (thrombus, lymph nodes, effusions, atypical new lesions) as settings of a study's plan, kept
 * by each case as it was assigned. Cases that are there were read without such rules, and stay as they are.
 */
export class SpecialRulesOfReading1764000000190 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, [thrombus, hilarNode, node, effusion, growth]] of [
      ['reading_plan', ['false', '20', '15', 'true', '10']],
      ['reading_case', ['true', '10', '10', 'false', '10']],
    ] as const) {
      await db.query(`
        alter table portal.${table}
          add thrombus_as_target boolean not null default ${thrombus},
          add hilar_node_mm float8 not null default ${hilarNode} check (hilar_node_mm between 10 and 100),
          add node_mm float8 not null default ${node} check (node_mm between 10 and 100),
          add effusion_needs_cytology boolean not null default ${effusion},
          add atypical_growth_mm float8 not null default ${growth} check (atypical_growth_mm between 0 and 100);
      `);
    }
    await db.query(`
      alter table portal.reading_case
        alter thrombus_as_target set default false,
        alter hilar_node_mm set default 20,
        alter node_mm set default 15,
        alter effusion_needs_cytology set default true;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup instead');
  }
}

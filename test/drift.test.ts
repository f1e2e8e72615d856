import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../apps/api/src/db/database.fixture.ts';
import { draftMigration } from '../apps/api/src/db/draft-migration.ts';
import { emittedSchema } from '../apps/api/src/compose/emit-schema.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
beforeAll(async () => {
  database = await openDatabaseForTests();
});
afterAll(() => database?.close());

describe('what follows from the declarations is up to date', () => {
  it('migrating leaves nothing to synchronise', async () => {
    expect(await draftMigration(database.ownerUrl)).toEqual({ statements: [], dangers: [] });
  });

  it('a column of the analysis row that differs from its declaration is reported, and never dropped', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
      await owner.query('alter table portal.subject add column stray text, alter column age_years type bigint');
      const { dangers } = await draftMigration(database.ownerUrl);
      expect(dangers).toEqual([
        '-- portal.subject.age_years is int8 and declared as int4: change it by hand',
        '-- portal.subject.stray is no variable any more: drop it by hand',
        '-- portal.derived_subject has not the columns of portal.subject in their order: mend the view by hand',
      ]);
    } finally {
      await owner.query('alter table portal.subject drop column stray, alter column age_years type int');
      await owner.end();
    }
    expect(await draftMigration(database.ownerUrl)).toEqual({ statements: [], dangers: [] });
  });

  it('a table of a form without its patient, protection or triggers is drafted anew', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
      await owner.query(`
        alter table portal.eligibility drop constraint eligibility_of_patient;
        drop trigger note_changed on portal.eligibility;
        drop trigger note_truncation on portal.eligibility;
        drop trigger audit_added on portal.follow_up; drop trigger audit_changed on portal.follow_up;
        drop trigger audit_removed on portal.follow_up;
        alter table portal.adverse_event no force row level security;
        drop policy read_own_centre on portal.adverse_event; drop policy add_to_own_centre on portal.adverse_event;
        drop policy correct_in_own_centre on portal.adverse_event;
        drop trigger audit_added on portal.adverse_event; drop trigger audit_changed on portal.adverse_event;
        drop trigger audit_removed on portal.adverse_event`);
      const { statements, dangers } = await draftMigration(database.ownerUrl);
      expect(dangers).toEqual([]);
      expect(statements).toEqual([
        'ALTER TABLE portal.eligibility ADD CONSTRAINT eligibility_of_patient FOREIGN KEY (centre_id, patient_id) REFERENCES portal.patient (centre_id, id);',
        'CREATE TRIGGER note_changed AFTER UPDATE ON portal.eligibility REFERENCING OLD TABLE AS was NEW TABLE AS becomes FOR EACH STATEMENT EXECUTE FUNCTION portal.note_records();',
        'CREATE TRIGGER note_truncation AFTER TRUNCATE ON portal.eligibility FOR EACH STATEMENT EXECUTE FUNCTION portal.note_truncation();',
        "SELECT portal.protect_rows_of_centre('adverse_event');",
        "SELECT portal.audit_rows('follow_up');",
      ]);
      await owner.query(statements.join('\n'));
      expect(await draftMigration(database.ownerUrl)).toEqual({ statements: [], dangers: [] });
    } finally {
      await owner.end();
    }
  });

  it('migrating twice changes nothing', async () => {
    const { prepareDatabase } = await import('../apps/api/src/supervisor/prepare-database.ts');
    await expect(prepareDatabase({ ownerUrl: database.ownerUrl, home: database.home })).resolves.toBeDefined();
  });

  it('the committed schema is the one that the resolvers give (npm run generate)', async () => {
    const committed = readFileSync(join(import.meta.dirname, '../packages/schema/schema.graphql'), 'utf8');
    expect(await emittedSchema()).toBe(committed);
  });
});

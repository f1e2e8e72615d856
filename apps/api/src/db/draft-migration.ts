import { newClient } from './connections.ts';
import { openDataSource } from './data-source.ts';
import { draftSubject } from './draft-subject.ts';
import { type MigrationDraft } from './migration-draft.ts';

/**
 * The drafts renames a removed column to an added one, drops and adds where a kind changed, adds required columns
 * without a value for existing rows, and drops what it does not know. Each of these is a decision for a person.
 */
const dangerous =
  /RENAME COLUMN|DROP COLUMN|DROP INDEX|DROP CONSTRAINT|DROP TABLE|ADD "\w+" [^,;]*NOT NULL(?! DEFAULT)/;

/** Relations are written by hand in the migrations, under these names; the drafts would drop what it did not declare. */
const byHand = /DROP CONSTRAINT "\w+_(of_patient|in_centre)";$/;

/** What the tables of the forms and the analysis row lack. The drift test: nothing after migrating. */
export async function draftMigration(ownerUrl: string): Promise<MigrationDraft> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const [forms, subject] = [await draftForms(ownerUrl), await draftSubject(client)];
    return {
      statements: [...forms.statements, ...subject.statements],
      dangers: [...forms.dangers, ...subject.dangers],
    };
  } finally {
    await client.end();
  }
}

/** What TypeORM would do to the tables of the forms. */
async function draftForms(ownerUrl: string): Promise<MigrationDraft> {
  const dataSource = openDataSource(ownerUrl, 1);
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    const statements = upQueries.map(({ query }) => `${query};`).filter((statement) => !byHand.test(statement));
    return { statements, dangers: statements.filter((statement) => dangerous.test(statement)) };
  } finally {
    await dataSource.destroy();
  }
}

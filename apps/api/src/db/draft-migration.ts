import { newClient } from './connections.ts';
import { openDataSource } from './data-source.ts';
import { draftEntryKeys } from './draft-entry-keys.ts';
import { draftProtection } from './draft-protection.ts';
import { draftSubject } from './draft-subject.ts';
import { type MigrationDraft } from './migration-draft.ts';

/**
 * The drafts renames a removed column to an added one, drops and adds where a kind changed, adds required columns
 * without a value for existing rows, and drops what it does not know. Each of these is a decision for a person.
 */
const dangerous =
  /RENAME COLUMN|DROP COLUMN|DROP INDEX|DROP CONSTRAINT|DROP TABLE|ADD "\w+" [^,;]*NOT NULL(?! DEFAULT)/;

/**
 * A check of a field, named after its column and a digest of its rule. Where the rule changes, as with a code that is
 * added to a list, the draft replaces it, and PostgreSQL holds the stored rows to the new one.
 */
const droppedCheck = /DROP CONSTRAINT "(\w+)_[0-9a-f]{6}";$/;

/** Relations are known to `draft-protection.ts`, under these names; TypeORM would drop what it did not declare. */
const byHand = /DROP CONSTRAINT "\w+_(of_patient|in_centre)";$/;

/** What the tables of the forms and the analysis row lack. The drift test: nothing after migrating. */
export async function draftMigration(ownerUrl: string): Promise<MigrationDraft> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const forms = await draftForms(ownerUrl);
    const [protection, keys] = [await draftProtection(client), await draftEntryKeys(client)];
    const subject = await draftSubject(client);
    return {
      statements: [...forms.statements, ...protection, ...keys, ...subject.statements],
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
    return { statements, dangers: statements.filter((one) => dangerous.test(one) && !isReplaced(one, statements)) };
  } finally {
    await dataSource.destroy();
  }
}

function isReplaced(statement: string, all: readonly string[]): boolean {
  const check = droppedCheck.exec(statement)?.[1];
  const added = new RegExp(`ADD CONSTRAINT "${check}_[0-9a-f]{6}" CHECK`);
  return check !== undefined && all.some((other) => added.test(other));
}

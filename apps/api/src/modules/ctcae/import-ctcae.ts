import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Client } from 'pg';
import { recordEvent } from '../../events/record-event.ts';
import { readWorkbook } from '../../tables/index.ts';
import { type CtcaeChange, type Statements, storeImportedTerms } from './ctcae.query.ts';
import { readCtcaeWorkbook } from './read-ctcae-workbook.ts';

/**
 * Takes the terms of NCI's workbook into the portal, all or none, as its owner; an import that changes something is an
 * event of the portal's audit.
 *
 * @throws TableError where the file is not that workbook.
 */
export async function importCtcae(client: Client, file: string): Promise<CtcaeChange> {
  const terms = readCtcaeWorkbook(readWorkbook(await readFile(file)));
  const statements: Statements = {
    rows: async <T>(sql: string, values?: unknown[]) => (await client.query(sql, values)).rows as T[],
  };
  const actor = { userId: 'cli:ctcae', name: 'portal ctcae import' };
  await client.query('begin');
  try {
    const change = await storeImportedTerms(statements, terms, actor.name);
    if (change.added + change.changed + change.removed > 0) {
      await recordEvent(statements, { kind: 'ctcaeImported', actor, details: { file: basename(file), ...change } });
    }
    await client.query('commit');
    return change;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

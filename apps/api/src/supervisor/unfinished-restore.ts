import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Client } from 'pg';

/*
 * A restore into a database of its own is in one cluster and appears with its folder. A database of the hospital's server
 * is there before, so it carries a mark from the first statement of a restore until the folder is in its place: a start
 * that finds the mark knows whether the restore came to its end.
 */

const markSchema = 'portal_restoring';
const fileOf = (home: string): string => path.join(home, 'restored-into');

export async function markRestore(client: Client, id: string): Promise<void> {
  await client.query(`create schema ${markSchema}`);
  await client.query(`comment on schema ${markSchema} is ${client.escapeLiteral(id)}`);
}

/** Written into the folder before it takes its place. */
export function noteRestored(home: string, id: string): void {
  writeFileSync(fileOf(home), id, { mode: 0o600 });
}

/** The restore whose mark the database has, or null. */
export async function markOf(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ id: string | null }>(
    `select coalesce(obj_description(oid, 'pg_namespace'), '') as id from pg_namespace where nspname = $1`,
    [markSchema],
  );
  return rows[0]?.id ?? null;
}

/** Takes the mark away where the folder says that its restore came to its end. Returns whether none is left. */
export async function settleRestore(client: Client, home: string): Promise<boolean> {
  const id = await markOf(client);
  if (id === null) return true;
  if (id !== idIn(home)) return false;
  await removeMark(client);
  return true;
}

export async function removeMark(client: Client): Promise<void> {
  await client.query(`drop schema ${markSchema}`);
}

function idIn(home: string): string | null {
  try {
    return readFileSync(fileOf(home), 'utf8');
  } catch {
    return null;
  }
}

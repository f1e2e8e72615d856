import { type Client } from 'pg';

/** Derived from the records, under their marks, or not of one centre. */
const derived = ['subject', 'subject_removed', 'subject_touched', 'audit_entry'];
/** Texts that say who may do what: with a mark in them nobody could. */
const decisive = ['membership.user_id', 'invitation.role', 'slide_upload.user_id'];

interface Place {
  readonly centreId: number;
  readonly mark: string;
}

/**
 * Gives a marked text to every column of a centre's rows that takes one and has none yet, whatever else is planted: a
 * new column is marked without being listed. What a CHECK or a key confines to codes, hashes and ids refuses it.
 *
 * @returns `table.column` of those that would take a text and stay without, because they are decisive.
 */
export async function markEverything(owner: Client, places: readonly Place[]): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; column: string; belongs: string }>(
    `select c.relname as name, a.attname as column, case o.attname when 'centre_id' then 'centre_id = $1' else '$1 = any (centre_ids)' end as belongs
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'text'::regtype and not a.attisdropped
     join pg_attribute o on o.attrelid = c.oid and o.attname in ('centre_id', 'centre_ids')
     where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' and c.relname <> all ($1) order by 1, 2`,
    [derived],
  );
  const left: string[] = [];
  for (const { name, column, belongs } of rows) {
    for (const { centreId, mark } of places) {
      const { rowCount } = await owner.query(
        `select from portal.${name} where ${belongs} and "${column}" ~ $2 limit 1`,
        [centreId, `^${mark}`],
      );
      if (rowCount !== 0) continue;
      const isDecisive = decisive.includes(`${name}.${column}`);
      const sql = `update portal.${name} set "${column}" = $2 where ${belongs}`;
      const isTaken = await tried(owner, sql, [centreId, `${mark}-${column}`], !isDecisive);
      if (isTaken && isDecisive) left.push(`${name}.${column}`);
    }
  }
  return [...new Set(left)];
}

/** Whether the statement succeeds, without triggers; it is undone unless it is kept. */
async function tried(owner: Client, sql: string, values: unknown[], isKept: boolean): Promise<boolean> {
  await owner.query('begin');
  try {
    await owner.query(`set local session_replication_role = replica`);
    await owner.query(sql, values);
    await owner.query(isKept ? 'commit' : 'rollback');
    return true;
  } catch {
    await owner.query('rollback');
    return false;
  }
}

import { escapeIdentifier, type Client } from 'pg';
import { type Manifest, type TableRef } from './archive-format.ts';

/** The schemas of a portal. */
export const schemas = ['portal', 'auth', 'queue'] as const;

/** A policy by which the owner of the tables reads every row while it makes a backup, where it is not a superuser. */
const policyName = 'owner_backs_up';

export const quoted = ({ schema, name }: { schema: string; name: string }): string =>
  `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;

export const quotedColumns = ({ columns }: TableRef): string =>
  columns.map((name) => escapeIdentifier(name)).join(', ');

/** How values are written and read, whatever the server, the database and the role are set to. */
export const plainText = `
  set local client_encoding = 'UTF8';
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local timezone = 'UTC';
  set local extra_float_digits = 1;
  set local bytea_output = 'hex';
  set local search_path = '';
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
`;

/** Every table with its columns; what the database computes from others is left out. */
export async function tablesIn(client: Client): Promise<TableRef[]> {
  const { rows } = await client.query<TableRef>(
    `select n.nspname as schema, c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_catalog.pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind = 'r' order by n.nspname, c.relname`,
    [schemas],
  );
  return rows;
}

/** Sequences never go back, so what is read after the rows is at least what gave them their numbers. */
export async function sequencesIn(client: Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select schemaname as schema, sequencename as name from pg_catalog.pg_sequences
     where schemaname = any($1) order by 1, 2`,
    [schemas],
  );
  const found: Manifest['sequences'] = [];
  for (const sequence of rows) {
    const { rows: values } = await client.query<{ last: string; isCalled: boolean }>(
      `select last_value::text as last, is_called as "isCalled" from ${quoted(sequence)}`,
    );
    for (const value of values) found.push({ ...sequence, ...value });
  }
  return found;
}

/** Whether the role of this connection sees every row, whatever the policies say. */
export async function bypassesPolicies(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    'select rolsuper or rolbypassrls as is from pg_catalog.pg_roles where rolname = current_user',
  );
  return rows[0]?.is ?? false;
}

/** Tables whose rows even their owner sees only by a policy, and which have no policy for backups. */
async function closedToBackups(client: Client): Promise<{ schema: string; name: string }[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind = 'r' and c.relrowsecurity and c.relforcerowsecurity
       and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = $2)
     order by 1, 2`,
    [schemas, policyName],
  );
  return rows;
}

/**
 * Lets the owner of the tables read them for a backup, in a transaction that says so. A superuser needs none of it, and
 * elsewhere the owner could lift row-level security altogether: this opens nothing to anybody.
 */
export async function letOwnerBackUp(client: Client): Promise<void> {
  if (await bypassesPolicies(client)) return;
  for (const table of await closedToBackups(client)) {
    await client.query(
      `create policy ${policyName} on ${quoted(table)} for select to current_user
         using (current_setting('app.backs_up', true) = 'on')`,
    );
  }
}

/** The tables of which this connection would silently see a part. */
export async function hiddenTables(client: Client): Promise<string[]> {
  if (await bypassesPolicies(client)) return [];
  return (await closedToBackups(client)).map(quoted);
}

import { columnOf, subjectVariables, type SubjectVariable } from '@haim/schema';
import { type Client } from 'pg';
import { type MigrationDraft } from './migration-draft.ts';

/** What the table has besides the variables; the view beside it derives all of it but the version. */
const fixed: Readonly<Record<string, string>> = {
  data_version: 'int8',
  recipe_id: 'int2',
  id: 'uuid',
  centre_id: 'int4',
  study_id: 'int4',
  contradictions: 'int2',
  own: 'jsonb',
  criteria: 'jsonb',
};

/** As PostgreSQL names the types inside. */
const storedAs: Record<SubjectVariable['stored'], string> = {
  text: 'text',
  boolean: 'bool',
  int: 'int4',
  smallint: 'int2',
  float8: 'float8',
  date: 'date',
};

/**
 * What would bring `portal.subject` and `portal.derived_subject` to the declared variables; nothing where they fit.
 * A field's column is drafted in full; what the endpoint recipe has to derive is for a person to write, and variables
 * removed from the declaration are for a person to drop.
 */
export async function draftSubject(client: Client): Promise<MigrationDraft> {
  const [table, view] = [await columnsOf(client, 'subject'), await columnsOf(client, 'derived_subject')];
  const [declared, dangers] = [new Map(Object.entries(fixed)), [] as string[]];
  for (const { column, stored } of subjectVariables) declared.set(column, storedAs[stored]);
  for (const [column, type] of table) {
    const wanted = declared.get(column);
    if (wanted === undefined) dangers.push(`-- portal.subject.${column} is no variable any more: drop it by hand`);
    else if (wanted !== type)
      dangers.push(`-- portal.subject.${column} is ${type} and declared as ${wanted}: change it by hand`);
  }
  const order = (names: Iterable<string>) => [...names].filter((name) => name !== 'data_version').join();
  if (order(table.keys()) !== order(view.keys())) {
    dangers.push(
      '-- portal.derived_subject has not the columns of portal.subject in their order: mend the view by hand',
    );
  }
  const missing = subjectVariables.filter(({ column }) => !table.has(column));
  const fields = missing.filter(({ from }) => typeof from === 'object');
  for (const { name } of missing.filter((one) => !fields.includes(one))) {
    dangers.push(`-- ${name} is derived: add it at the end of portal.derived_subject and of portal.subject by hand`);
  }
  if (fields.length === 0) return { statements: [...dangers], dangers };
  const added = fields.map(({ column, stored }) => `ALTER TABLE portal.subject ADD COLUMN ${column} ${stored};`);
  const derived = fields.reduce(withField, await definitionOf(client));
  const statements = [
    ...added,
    `CREATE OR REPLACE VIEW portal.derived_subject WITH (security_invoker = true) AS\n${derived}`,
    // Existing rows: every patient of every study is derived again when the migration commits, as part of it.
    'SET LOCAL statement_timeout = 0;',
    'SELECT portal.note_studies(ARRAY(SELECT id FROM portal.study), true);',
  ];
  return { statements: [...statements, ...dangers], dangers };
}

async function columnsOf(client: Client, relation: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ column_name: string; udt_name: string }>(
    `select column_name, udt_name from information_schema.columns
     where table_schema = 'portal' and table_name = $1 order by ordinal_position`,
    [relation],
  );
  return new Map(rows.map((row) => [row.column_name, row.udt_name]));
}

async function definitionOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ sql: string }>(
    `select pg_get_viewdef('portal.derived_subject'::regclass, true) as sql`,
  );
  return rows[0]?.sql ?? '';
}

/** The view's definition with one more column at its end, from a table that it already joins or one that is added. */
function withField(sql: string, { column, from }: SubjectVariable): string {
  const table = typeof from === 'object' ? columnOf(from.form) : '';
  const at = sql.lastIndexOf('\n   FROM ');
  if (at < 0)
    throw new Error('the definition of portal.derived_subject does not end in a FROM: add the column by hand');
  const [select, source] = [sql.slice(0, at), sql.slice(at)];
  const joined = new RegExp(`JOIN (?:portal\\.)?${table} (\\w+) ON`).exec(source)?.[1];
  if (joined !== undefined) return `${select},\n    ${joined}.${column}${source}`;
  const alias = `of_${table}`;
  const join = `\n     LEFT JOIN portal.${table} ${alias} ON ${alias}.centre_id = o.centre_id AND ${alias}.patient_id = o.id;`;
  return `${select},\n    ${alias}.${column}${source.replace(/;\s*$/, join)}`;
}

import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Manifest, nameOfTable, type TableRef } from './archive-format.ts';
import { BackupError } from './backup-error.ts';
import { copied, partsOf } from './dump-rows.ts';
import { RowDigest } from './row-digest.ts';
import { plainText, quoted, quotedColumns, schemas, tablesIn } from './tables.ts';

/** What pg-boss keeps of its own form, which is that of the version that is installed. */
const ownVersion = 'queue.version';

/** One table of a backup in the tables of this database. */
interface Target {
  readonly from: TableRef;
  /** Null: left as this version of the portal made it. */
  readonly into: TableRef | null;
  /** Whether every column of the backup comes back. */
  readonly isWhole: boolean;
}

/**
 * Puts the rows of a backup into tables that have been made by the same migrations, in place of what these have put there.
 * Rows come back as they were: no trigger runs, no default applies, and references are compared at the end, all at once.
 */
export class RowLoader {
  private readonly targets = new Map<string, Target>();
  private putBack: readonly string[] = [];

  constructor(private readonly client: Client) {}

  /** @throws BackupError naming the table or column that the database does not have. */
  async begin(tables: readonly TableRef[]): Promise<void> {
    await this.client.query(`begin; ${plainText}`);
    const present = new Map((await tablesIn(this.client)).map((table) => [nameOfTable(table), table]));
    for (const from of tables) this.targets.set(nameOfTable(from), targetOf(from, present.get(nameOfTable(from))));
    const [setAside, putBack] = await this.guards();
    this.putBack = putBack;
    for (const statement of setAside) await this.client.query(statement);
    const emptied = [...this.targets.values()].flatMap(({ into }) => (into ? [quoted(into)] : []));
    await this.client.query(`truncate ${emptied.join(', ')}`);
  }

  /** @param lines - whole rows as COPY writes them. */
  async add(table: string, lines: Buffer): Promise<void> {
    const target = this.targets.get(table);
    if (!target) throw new BackupError(`The backup has rows of ${table}, which it does not list: it is damaged.`);
    const { from, into } = target;
    if (into === null) return;
    if (!target.isWhole) return this.addShared(target, lines);
    const copy = this.client.query(copyFrom(`copy ${quoted(into)} (${quotedColumns(from)}) from stdin`));
    await pipeline(Readable.from([lines]), copy).catch((cause: unknown) => {
      throw new BackupError(`Rows of ${table} are refused by this database: ${messageOf(cause)}.`, { cause });
    });
  }

  /** The columns that both have, of a table of the queue that another version of pg-boss made. */
  private async addShared({ from, into }: Target, lines: Buffer): Promise<void> {
    if (into === null) return;
    const all = `pg_temp.${escapeIdentifier(`whole_${into.name}`)}`;
    const columns = from.columns.map((name) => `${escapeIdentifier(name)} text`).join(', ');
    await this.client.query(
      `create temporary table ${escapeIdentifier(`whole_${into.name}`)} (${columns}) on commit drop`,
    );
    await pipeline(Readable.from([lines]), this.client.query(copyFrom(`copy ${all} from stdin`)));
    const { rows: types } = await this.client.query<{ name: string; type: string }>(
      `select attname as name, pg_catalog.format_type(atttypid, atttypmod) as type from pg_catalog.pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [quoted(into)],
    );
    const shared = types.filter(({ name }) => into.columns.includes(name) && from.columns.includes(name));
    const names = shared.map(({ name }) => escapeIdentifier(name)).join(', ');
    const values = shared.map(({ name, type }) => `${escapeIdentifier(name)}::${type}`).join(', ');
    await this.client.query(`insert into ${quoted(into)} (${names}) select ${values} from ${all}; drop table ${all}`);
  }

  /**
   * Sets the sequences, compares every table with the backup row by row, puts triggers, references and policies back as
   * they were, and commits.
   * @throws BackupError naming the first table that differs.
   */
  async finish({ tables, sequences }: Manifest): Promise<void> {
    await this.setSequences(sequences);
    for (const expected of tables) {
      const target = this.targets.get(nameOfTable(expected));
      if (target?.into && target.isWhole) await this.compare(target.from, expected);
    }
    for (const statement of this.putBack) {
      await this.client.query(statement).catch((cause: unknown) => {
        throw new BackupError(`The rows of the backup do not fit together: ${messageOf(cause)}.`, { cause });
      });
    }
    await this.client.query('commit');
    await this.client.query('analyze');
  }

  private async setSequences(sequences: Manifest['sequences']): Promise<void> {
    for (const { schema, name, last, isCalled } of sequences) {
      const { rows } = await this.client.query<{ is: boolean }>('select to_regclass($1) is not null as is', [
        quoted({ schema, name }),
      ]);
      if (!rows[0]?.is) {
        if (schema === 'queue') continue;
        throw new BackupError(`The sequence ${schema}.${name} of the backup is not in this database.`);
      }
      await this.client.query(`select setval($1::regclass, $2, $3)`, [quoted({ schema, name }), last, isCalled]);
    }
  }

  private async compare(table: TableRef, expected: Manifest['tables'][number]): Promise<void> {
    const found = new RowDigest();
    for await (const lines of partsOf(copied(this.client, table))) found.add(lines);
    if (found.rows !== expected.rows || found.sum !== expected.sum) {
      throw new BackupError(
        `${nameOfTable(table)} did not come back as it was: ${found.rows} rows instead of ${expected.rows}, or others.`,
      );
    }
  }

  /**
   * Statements that set triggers, references and forced row-level security aside, and those that put each back exactly.
   * As the owner of the tables: a server of the hospital gives no superuser.
   */
  private async guards(): Promise<[setAside: string[], putBack: string[]]> {
    const ask = async (sql: string) =>
      (await this.client.query<{ table: string; name: string; was: string }>(sql, [schemas])).rows;
    const triggers = await ask(
      `select t.tgrelid::regclass::text as table, t.tgname as name, t.tgenabled as was from pg_catalog.pg_trigger t
       join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind in ('r', 'p') and not t.tgisinternal and t.tgparentid = 0 order by t.oid`,
    );
    const references = await ask(
      `select k.conrelid::regclass::text as table, k.conname as name, pg_catalog.pg_get_constraintdef(k.oid) as was
       from pg_catalog.pg_constraint k join pg_catalog.pg_namespace n on n.oid = k.connamespace
       where n.nspname = any($1) and k.contype = 'f' and k.conparentid = 0 order by k.oid`,
    );
    const forced = await ask(
      `select c.oid::regclass::text as table, '' as name, '' as was
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind in ('r', 'p') and c.relforcerowsecurity order by c.oid`,
    );
    const state: Readonly<Record<string, string>> = {
      O: 'enable',
      A: 'enable always',
      R: 'enable replica',
      D: 'disable',
    };
    const named = ({ table, name }: { table: string; name: string }) => [table, escapeIdentifier(name)] as const;
    const alter = (table: string, what: string) => `alter table ${table} ${what}`;
    return [
      [
        ...forced.map(({ table }) => alter(table, 'no force row level security')),
        ...triggers.map((one) => alter(named(one)[0], `disable trigger ${named(one)[1]}`)),
        ...references.map((one) => alter(named(one)[0], `drop constraint ${named(one)[1]}`)),
      ],
      [
        ...references.map((one) => alter(named(one)[0], `add constraint ${named(one)[1]} ${one.was}`)),
        ...triggers.map((one) => alter(named(one)[0], `${state[one.was] ?? 'enable'} trigger ${named(one)[1]}`)),
        ...forced.map(({ table }) => alter(table, 'force row level security')),
      ],
    ];
  }
}

function targetOf(from: TableRef, into: TableRef | undefined): Target {
  const name = nameOfTable(from);
  if (name === ownVersion) return { from, into: null, isWhole: false };
  const ofQueue = from.schema === 'queue';
  if (!into) {
    if (ofQueue) return { from, into: null, isWhole: false };
    throw new BackupError(`The backup has the table ${name}, which this version of the portal does not have.`);
  }
  const missing = from.columns.filter((column) => !into.columns.includes(column));
  if (missing.length > 0 && !ofQueue) {
    throw new BackupError(
      `The backup has ${name}.${missing.join(', ')}, which this version of the portal does not have.`,
    );
  }
  return { from, into, isWhole: missing.length === 0 };
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

import { columnOf, forms } from '@haim/schema';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { declareStudy } from '../../modules/studies/declare-study.ts';
import { mayDo, openTables, runAsOwner } from './catalogue.fixture.ts';
import { plantFields, plantStudy, plantWorld } from './world.fixture.ts';

/*
 * What the database itself promises, whatever the code above it forgets. The lists are in catalogue.fixture.ts, each
 * entry with its reason: a table, a grant or a function that is not there fails.
 */

const roles = ['portal_app', 'portal_worker', 'portal_auth'] as const;
const powers = ['rolsuper', 'rolbypassrls', 'rolcreaterole', 'rolcreatedb', 'rolreplication'];
const formTables = forms.map(({ name }) => columnOf(name));

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let app: Client;
let centres: { near: number; far: number };

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  app = new Client({ connectionString: database.appUrl });
  await owner.connect();
  await app.connect();
  const study = { name: 'S', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC', arms: [] };
  await declareStudy(database.ownerUrl, { ...study, code: 'S', centres: ['N', 'F'].map((code) => ({ code, name: code })) });
  await plantStudy(owner, 'S', 'canary-a');
  const { rows } = await owner.query<{ id: number; study_id: number }>('select id, study_id from portal.centre order by code desc');
  const fields = await plantFields(owner, rows[0]!.study_id, 'canary-a');
  for (const [i, centre] of rows.entries()) {
    await plantWorld(owner, { studyId: centre.study_id, study: 'S', centreId: centre.id, centre: 'x' }, `canary-${'ab'[i]}`, fields);
  }
  centres = { near: rows[0]!.id, far: rows[1]!.id };
}, 120_000); // prettier-ignore

afterAll(async () => {
  await app?.end();
  await owner?.end();
  await database?.close();
});

async function names(sql: string, values: readonly unknown[] = []): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(sql, [...values]);
  return rows.map(({ name }) => name);
}

const tablesWith = (columns: readonly string[]) =>
  names(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = any($1)
     where c.relnamespace = 'portal'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    [columns],
  );

/** How many rows a connection sees; none where the policy itself is refused for want of an asker. */
async function shownTo(client: Client, table: string): Promise<number> {
  try {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from portal.${table}`);
    return rows[0]!.n;
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    return 0;
  }
}

describe('the roles of the portal', () => {
  it('have no power over the server, and belong to no other role', async () => {
    expect(await names(`select rolname as name from pg_roles where rolname = any($1) and (${powers.join(' or ')})`, [roles])).toEqual([]);
    expect(await names(`select pg_get_userbyid(roleid) as name from pg_auth_members where pg_get_userbyid(member) = any($1)`, [roles])).toEqual([]);
  }); // prettier-ignore

  it('are signed in to by logins of this database alone, each of which belongs to one of them and has no other power', async () => {
    const members = await names(
      `select pg_get_userbyid(roleid) || ': ' || string_agg(m.rolname, ', ' order by m.rolname) as name
       from pg_auth_members join pg_roles m on m.oid = member where pg_get_userbyid(roleid) = any($1) group by roleid order by 1`,
      [roles],
    );
    expect(members).toEqual(roles.map((role) => `${role}: ${role}_login`).toSorted());
    expect(await names(`select rolname as name from pg_roles where rolname = any($1) and rolcanlogin`, [roles])).toEqual([]);
    const logins = roles.map((role) => `${role}_login`);
    expect(await names(`select rolname as name from pg_roles where rolname = any($1) and (not rolcanlogin or ${powers.join(' or ')})`, [logins])).toEqual([]);
    // What a login may do, it may by the role it belongs to.
    expect(
      await names(
        `select distinct c.oid::regclass::text as name from pg_class c, aclexplode(c.relacl) acl, pg_roles r
         where r.oid = acl.grantee and r.rolname = any($1)`,
        [logins],
      ),
    ).toEqual([]);
    expect(await names(`select rolname as name from pg_roles where rolname !~ '^pg_' and not rolsuper and rolname <> all ($1) and has_database_privilege(rolname, current_database(), 'connect')`, [logins])).toEqual([]);
  }); // prettier-ignore

  it('are known to functions by who the owner is, and not by the name of a login or of what it belongs to', async () => {
    expect(
      await names(
        `select proname as name from pg_proc where pronamespace = 'portal'::regnamespace
           and (prosrc ~ '(session|current)_user *(=|<>|in) *[''(]' or prosrc ~ '''portal_(app|worker|auth)''')`,
      ),
    ).toEqual([]);
  });

  it('own nothing and may make nothing', async () => {
    for (const [catalogue, name, holder] of [
      ['pg_class', 'relname', 'relowner'],
      ['pg_proc', 'proname', 'proowner'],
      ['pg_namespace', 'nspname', 'nspowner'],
      ['pg_type', 'typname', 'typowner'],
      ['pg_database', 'datname', 'datdba'],
    ]) {
      expect(
        await names(`select ${name} as name from ${catalogue} where pg_get_userbyid(${holder}) = any($1)`, [roles]),
      ).toEqual([]);
    }
    expect(
      await names(
        `select r || ' ' || nspname as name from pg_namespace, unnest($1::text[]) r
         where has_schema_privilege(r, oid, 'create') and nspname !~ '^pg_(toast_)?temp'`,
        [roles],
      ),
    ).toEqual([]);
  });

  it('may do to each table what is declared and nothing else', async () => {
    const granted = await names(
      `select role || ' ' || c.oid::regclass || ': ' || string_agg(right_name, ', ' order by right_name) as name
       from pg_class c, unnest($1::text[]) role
       cross join lateral (
         select lower(privilege) as right_name from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
           where has_table_privilege(role, c.oid, privilege)
         union all
         select lower(privilege) || '(' || string_agg(attname, ', ' order by attname) || ')'
           from unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) privilege, pg_attribute a
           where a.attrelid = c.oid and attnum > 0 and not attisdropped
             and not has_table_privilege(role, c.oid, privilege) and has_column_privilege(role, c.oid, attnum, privilege)
           group by privilege
       ) rights
       where c.relnamespace = any (array['portal', 'auth', 'queue']::regnamespace[]) and c.relkind in ('r', 'v', 'm', 'p', 'f')
         -- Partitions of a day, with the rights of their parent.
         and c.relname !~ '_\\d{8}$'
       group by role, c.oid order by 1`,
      [roles],
    );
    const declared = mayDo(formTables);
    expect(granted.filter((grant) => !declared.includes(grant))).toEqual([]);
    expect(declared.filter((grant) => !granted.includes(grant))).toEqual([]);
  });
});

describe('row-level security', () => {
  it('is enabled and forced on every table that belongs to a centre, a study or a patient', async () => {
    const guarded = await names(
      `select relname as name from pg_class where relnamespace = 'portal'::regnamespace and relrowsecurity and relforcerowsecurity`,
    );
    const belonging = await tablesWith(['centre_id', 'centre_ids', 'study_id', 'patient_id', 'slide_id', 'inference_id', 'run_id', 'roi_id']);
    expect(belonging.filter((table) => !guarded.includes(table) && !(table in openTables))).toEqual([]);
    // What names a centre is never open.
    expect((await tablesWith(['centre_id', 'centre_ids', 'patient_id'])).filter((table) => table in openTables)).toEqual([]);
    const all = await names(`select relname as name from pg_class where relnamespace = 'portal'::regnamespace and relkind in ('r', 'p')`);
    expect(all.filter((table) => !guarded.includes(table) && !(table in openTables))).toEqual([]);
    expect(Object.keys(openTables).filter((table) => !all.includes(table) || guarded.includes(table))).toEqual([]);
  }); // prettier-ignore

  it('lets nobody through who is not named by the transaction', async () => {
    const always = await names(
      `select tablename || '.' || policyname as name from pg_policies
       where roles && array['portal_app', 'public']::name[] and (qual = 'true' or with_check = 'true') order by 1`,
    );
    expect(always).toEqual(['model_event.read_all']);
  });

  it('shows no row while no asker is set, and with one the rows of that asker’s centres alone', async () => {
    const guarded = await names(
      `select c.relname as name from pg_class c where c.relnamespace = 'portal'::regnamespace and c.relforcerowsecurity
         and has_any_column_privilege('portal_app', c.oid, 'select') order by 1`,
    );
    const ofCentre = await tablesWith(['centre_id']);
    const empty: string[] = [];
    for (const table of guarded) {
      const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from portal.${table}`);
      if (rows[0]!.n === 0) empty.push(table);
      expect([table, await shownTo(app, table)]).toEqual([table, 0]);
      if (!ofCentre.includes(table)) continue;
      await app.query('begin');
      await app.query(
        `select set_config('app.user_id', 'x', true), set_config('app.read_centres', $1, true), set_config('app.write_centres', $1, true),
           set_config('app.identity_centres', $1, true)`,
        [`{${centres.near}}`],
      );
      const { rowCount } = await app.query(`select from portal.${table} where centre_id is distinct from $1`, [centres.near]);
      const { rowCount: near } = await app.query(`select from portal.${table} where centre_id = $1`, [centres.near]);
      await app.query('rollback');
      expect([table, rowCount]).toEqual([table, 0]);
      // A save is known to who made it. People of a study are shown to who manages them, by another setting; the register is of whole batches.
      if (!['audit_register', 'invitation', 'membership', 'record_save', 'subject_removed'].includes(table)) expect([table, near! > 0]).toEqual([table, true]);
    }
    // A table without a row proves nothing: plant one in world.fixture.ts.
    expect(empty).toEqual(['audit_register', 'audit_seal', 'subject_removed']);
  }); // prettier-ignore
});

describe('what could go around it', () => {
  it('no view reads with the rights of its owner, and nothing is materialised or foreign', async () => {
    expect(
      await names(
        `select relname as name from pg_class where relnamespace = any (array['portal', 'auth', 'queue']::regnamespace[])
           and (relkind in ('m', 'f') or relkind = 'v' and not coalesce(reloptions @> array['security_invoker=true'], false))`,
      ),
    ).toEqual([]);
  });

  it('runs as the owner only in the functions that are listed, on a fixed search path', async () => {
    const definers = `select p.oid, n.nspname || '.' || p.proname as name, p.proconfig, p.prorettype
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname !~ '^pg_'`;
    const found = await names(`select distinct name from (${definers}) d order by 1`);
    expect(found.filter((name) => !(name in runAsOwner))).toEqual([]);
    expect(Object.keys(runAsOwner).filter((name) => !found.includes(name))).toEqual([]);
    const loose = await names(
      `select name from (${definers}) d where not exists (select from unnest(proconfig) setting where setting in ('search_path=portal, pg_temp', 'search_path=""'))`,
    );
    expect(loose).toEqual([]);
  });

  it('is called by the roles that are listed for it, and by nobody else', async () => {
    const callable = await names(
      `select n.nspname || '.' || p.proname || ': ' || string_agg(role, ', ' order by role) as name
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest($1::text[]) role
       where p.prosecdef and n.nspname !~ '^pg_' and has_function_privilege(role, p.oid, 'execute')
       group by n.nspname, p.proname, p.oid order by 1`,
      [[...roles, 'public']],
    );
    const listed = Object.entries(runAsOwner)
      .filter(([, { by }]) => by.length > 0)
      .map(([name, { by }]) => `${name}: ${by.join(', ')}`);
    expect(callable).toEqual(listed.toSorted());
  });
});

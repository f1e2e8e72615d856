import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineForm, demographicsForm, type Form, type ImportReport, type Row } from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { type PortalError } from '../../context/portal-error.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { RecordService } from '../patients/record.service.ts';
import { declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { fileOf } from '../../tables/index.ts';
import { ImportService } from './import.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let asker: Asker;

beforeAll(async () => {
  database = await openDatabaseForTests();
  const study = { code: 'S', name: 'S', synthetic: true, monthDays: 30, timeZero: 'first HAIC', cutoffOn: null };
  const lists = { arms: [{ code: 'A', label: 'A' }], centres: [{ code: 'C', name: 'C' }] };
  await declareStudy(database.ownerUrl, studyDeclaration.parse({ ...study, ...lists }));
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  db = new StudyDb(pool);
  asker = (await operatorOf(pool, 'S', 'test'))!;
});

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const line = (text: string) => Buffer.from(`${text}\n`);

function run(rows: readonly Buffer[], service = new ImportService(db)): Promise<ImportReport> {
  const file = fileOf('test.csv', Buffer.concat(rows));
  return service.run(asker, { study: 'S', file, map: null, dryRun: false });
}

const importOf = (...rows: string[]) => run(['patient_code,centre,age_years,sex', ...rows].map(line));

interface Found {
  readonly id: string;
  readonly patientId: string;
  readonly version: number;
  readonly age: number;
}

async function stored(code: string): Promise<Found> {
  const rows = await db.read(asker, (tx) =>
    tx.rows<Found>(
      `select d.id, d.patient_id as "patientId", d.version, d.age_years as age
       from portal.demographics d join portal.patient p on p.id = d.patient_id where p.code = $1`,
      [code],
    ),
  );
  return rows[0]!;
}

function save(form: Form, { id, patientId, version }: Found, values: Row): Promise<unknown> {
  const request = { patientId, id, version, values, reason: 'a slip of the pen' };
  return new RecordService(db).save({ asker, requestId: '' }, form, request);
}

/** A StudyDb whose writing transaction does something else before the first statement that `before` recognizes. */
function interrupted(before: RegExp, work: (tx: StudyTransaction) => Promise<unknown>): StudyDb {
  let done = false;
  return {
    read: db.read.bind(db),
    write: (who: Asker, reason: string | null, write: (tx: StudyTransaction) => Promise<unknown>) =>
      db.write(who, reason, (tx) => {
        const rows = async (sql: string, values?: readonly unknown[]) => {
          if (!done && before.test(sql)) {
            done = true;
            await work(tx);
          }
          return tx.rows(sql, values);
        };
        return write({ ...tx, rows: rows as StudyTransaction['rows'] });
      }),
  } as StudyDb;
}

it('refuses a row whose record was corrected after the import had begun, and names it', async () => {
  await importOf('P-1,C,60,male', 'P-2,C,60,male');
  const seen = await stored('P-1');
  // Two batches: while the first is being written, somebody corrects a patient of the second.
  const many = Array.from({ length: 500 }, (_, i) => `F-${i},C,50,male`);
  const file = ['patient_code,centre,age_years,sex', ...many, 'P-1,C,61,male', 'P-2,C,61,male'].map(line);
  const service = new ImportService(
    interrupted(/insert into portal\.patient/, () => save(demographicsForm, seen, { ageYears: 77, sex: 'male' })),
  );
  const report = await run(file, service);
  expect(report).toMatchObject({ committed: false, rows: { refused: 1 }, problemsTotal: 1 });
  expect(report.problems).toMatchObject([{ row: 502, column: 'age_years', value: '61', rule: 'changedMeanwhile' }]);
  expect(report.problems[0]!.expected.en).toContain(asker.name);
  expect(await stored('P-1')).toMatchObject({ age: 77, version: 2 });
  // All or nothing: the valid rows beside it are not kept either.
  expect(await stored('P-2')).toMatchObject({ age: 60, version: 1 });
  expect(await stored('F-1')).toBeUndefined();
});

it('then takes the correction as stored, and applies the file', async () => {
  expect(await importOf('P-1,C,61,male')).toMatchObject({ committed: true, rows: { changed: 1 } });
  expect(await stored('P-1')).toMatchObject({ age: 61, version: 3 });
});

it('writes nothing over a version that it has not read', async () => {
  await importOf('P-3,C,60,male');
  // Every writer locks its patients, so no other transaction can do this; the import does not rely on it.
  const moveOn = (tx: StudyTransaction) =>
    tx.rows(
      `with hit as (update portal.demographics d set age_years = 78, version = d.version + 1
         from portal.patient p where p.id = d.patient_id and p.code = 'P-3' returning 1) select from hit`,
    );
  const service = new ImportService(interrupted(/update portal\."demographics"/, moveOn));
  const file = ['patient_code,centre,age_years,sex', 'P-3,C,62,male'].map(line);
  const report = await run(file, service);
  expect(report).toMatchObject({ committed: false, rows: { changed: 0, refused: 1 } });
  expect(report.problems).toMatchObject([{ row: 2, column: 'age_years', value: '62', rule: 'changedMeanwhile' }]);
  expect(await stored('P-3')).toMatchObject({ age: 60, version: 1 });
});

it('leaves alone a correction that agrees with the file', async () => {
  await importOf('P-4,C,60,male');
  const seen = await stored('P-4');
  const service = new ImportService(
    interrupted(/for no key update/, () => save(demographicsForm, seen, { ageYears: 63, sex: 'male' })),
  );
  const file = ['patient_code,centre,age_years,sex', 'P-4,C,63,male'].map(line);
  expect(await run(file, service)).toMatchObject({ committed: true, rows: { same: 1 } });
  expect(await stored('P-4')).toMatchObject({ age: 63, version: 2 });
});

it('corrects five hundred records of several forms in one statement each, with their own old values in the trail', async () => {
  const codes = Array.from({ length: 600 }, (_, i) => `M-${i}`);
  await importOf(...codes.map((code, i) => `${code},C,${30 + (i % 60)},male`));
  const report = await importOf(...codes.map((code, i) => `${code},C,${31 + (i % 60)},${i % 3 ? 'male' : 'female'}`));
  expect(report).toMatchObject({ committed: true, rows: { changed: 600 } });
  const trail = await db.read(asker, (tx) =>
    tx.rows<{ code: string; changes: Record<string, unknown>; reason: string }>(
      `select p.code, a.changes, a.reason from portal.audit_entry a join portal.patient p on p.id = a.patient_id
       where a.action = 'correct' and p.code like 'M-%'`,
    ),
  );
  expect(trail.length).toBe(600);
  for (const { code, changes, reason } of trail) {
    const i = Number(code.slice(2));
    const sex = i % 3 ? {} : { sex: ['male', 'female'] };
    expect(changes).toEqual({ age_years: [30 + (i % 60), 31 + (i % 60)], ...sex });
    expect(reason).toBe('import of test.csv');
  }
  expect(await stored('M-7')).toMatchObject({ version: 2, age: 38 });
});

it('keeps what the file leaves out when it corrects the rest of a record', async () => {
  await importOf('P-5,C,60,male');
  const baseline = (text: string) =>
    run([`patient_code,centre,${text.split('|')[0]}`, `P-5,C,${text.split('|')[1]}`].map(line));
  await baseline('child_pugh_class,tumour_size_mm|A,42.5');
  expect(await baseline('child_pugh_class,tumour_size_mm|B,')).toMatchObject({ committed: true, rows: { changed: 1 } });
  const [row] = await db.read(asker, (tx) =>
    tx.rows(
      `select b.child_pugh_class as class, b.tumour_size_mm as size, b.version from portal.${baselineForm.name} b
       join portal.patient p on p.id = b.patient_id where p.code = 'P-5'`,
    ),
  );
  expect(row).toEqual({ class: 'B', size: 42.5, version: 2 });
});

describe('a hundred races over one record', () => {
  const rounds = 100;
  const agesOf = (round: number, people: number) =>
    Array.from({ length: people }, (_, i) => 20 + ((round + 7 * i) % 70));
  /** The ages that the trail has of a record, each entry beginning where the one before it ended. */
  async function trailOf({ id }: Found): Promise<number[]> {
    const entries = await db.read(asker, (tx) =>
      tx.rows<{ from: number; to: number }>(
        `select (changes -> 'age_years' ->> 0)::int as "from", (changes -> 'age_years' ->> 1)::int as "to"
         from portal.audit_entry where record_id = $1 and action = 'correct' order by id`,
        [id],
      ),
    );
    entries.forEach(({ from }, k) => k > 0 && expect(from).toBe(entries[k - 1]!.to));
    return entries.map(({ to }) => to);
  }
  const refused = (settled: PromiseSettledResult<unknown>[]) =>
    settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as PortalError).extensions['code']] : []));

  it('between two people: one is taken, the other is told, and each that was taken is one entry', async () => {
    await importOf('R-1,C,19,male');
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const seen = await stored('R-1');
      const ages = agesOf(round, 2);
      const answers = await Promise.allSettled(
        ages.map((ageYears) => save(demographicsForm, seen, { ageYears, sex: 'male' })),
      );
      expect(refused(answers)).toEqual(['CONFLICT']);
      taken.push(ages[answers.findIndex(({ status }) => status === 'fulfilled')]!);
    }
    const last = await stored('R-1');
    expect(last).toMatchObject({ version: 1 + rounds, age: taken.at(-1) });
    expect(await trailOf(last)).toEqual(taken);
  });

  it('between two people and a running import: nothing is overwritten that its author did not see', async () => {
    await importOf('R-2,C,19,male');
    const first = await stored('R-2');
    const taken: number[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      const seen = await stored('R-2');
      const [mine, theirs, ofFile] = agesOf(round, 3);
      const imported = importOf(`R-2,C,${ofFile},male`);
      const answers = await Promise.allSettled(
        [mine, theirs].map((ageYears) => save(demographicsForm, seen, { ageYears: ageYears!, sex: 'male' })),
      );
      expect(refused(answers).every((code) => code === 'CONFLICT')).toBe(true);
      const { committed, rows, problems } = await imported;
      expect(committed || problems.every(({ rule }) => rule === 'changedMeanwhile')).toBe(true);
      const won = [mine!, theirs!].filter((_, i) => answers[i]!.status === 'fulfilled');
      expect(won.length).toBeLessThanOrEqual(1);
      taken.push(committed && rows.changed === 1 ? [...won, ofFile!] : won);
    }
    const trail = await trailOf(first);
    // What was taken in a round may have come in either order; nothing else has come, and nothing twice.
    for (const round of taken) expect(trail.splice(0, round.length).toSorted()).toEqual(round.toSorted());
    expect(trail).toEqual([]);
    expect((await stored('R-2')).version).toBe(1 + taken.flat().length);
  });
});

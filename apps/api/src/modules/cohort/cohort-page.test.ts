import { ApolloArmor } from '@escape.tech/graphql-armor';
import {
  asksOf,
  fieldsOf,
  filledOf,
  type Form,
  forms,
  patientFieldOf,
  type Row,
  slideForm,
  typeNameOf,
} from '@haim/schema';
import {
  getNamedType,
  graphql,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { inTurn, type StudyTransaction, StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { buildPortalSchema } from '../../graphql/build-schema.ts';
import { operationLimits } from '../../graphql/operation-limits.ts';
import { PatientResolver } from '../patients/patient.resolver.ts';
import { PatientService } from '../patients/patient.service.ts';
import { recordsOf } from '../patients/record.query.ts';
import { RecordService } from '../patients/record.service.ts';
import { DueService, VisitFactsStore } from '../schedule/index.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { VerificationService } from '../review/index.ts';
import { StudyService } from '../studies/study.service.ts';
import { CohortPageResolver } from './cohort-page.resolver.ts';
import { CohortPageService } from './cohort-page.service.ts';
import { CohortSummaryService } from './cohort-summary.service.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let asker: Asker;
let schema: GraphQLSchema;
/** Transactions and statements since the last query. */
let [transactions, statements]: [number, string[]] = [0, []];

class CountingDb extends StudyDb {
  override read<T>(who: Asker, work: (tx: never) => Promise<T>): Promise<T> {
    transactions += 1;
    return super.read(who, (tx) => {
      const rows: StudyTransaction['rows'] = (sql, values) => {
        statements.push(typeof sql === 'string' ? sql : sql.text);
        return tx.rows(sql, values);
      };
      return work({ ...tx, rows } as never);
    });
  }
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 2);
  await dataSource.initialize();
  asker = (await operatorOf(dataSource, 'HAIC-DEMO', 'test'))!;
  const db = new CountingDb(dataSource);
  const studies = new StudyService(db);
  const patients = new PatientService(db, studies, new RecordService(db));
  schema = await buildPortalSchema([
    new CohortPageResolver(
      new CohortPageService(
        db,
        studies,
        new SubjectStore(db),
        new DueService(db, studies, new VisitFactsStore(db)),
        new VerificationService(db, studies),
      ),
      patients,
    ),
    new PatientResolver(patients),
  ]);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

type Answer = Readonly<Record<string, unknown>>;

async function ask<T>(source: string, variableValues: Answer = {}): Promise<T> {
  [transactions, statements] = [0, []];
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue: { asker, requestId: '' } });
  expect(errors).toBeUndefined();
  return data as T;
}

const everyRecord = forms
  .map(
    (form) =>
      `${patientFieldOf(form)} { id version updatedAt ${fieldsOf(form)
        .map(([field]) => field)
        .join(' ')} }`,
  )
  .join(' ');
const page = (fields: string, ofPage = '') =>
  `query ($first: Int!, $after: String) { patients(study: "HAIC-DEMO", first: $first, after: $after) { ${ofPage} rows { id ${fields} } nextCursor } }`;

/** The demonstration's first patient who has adverse events and slides beside the records that all have. */
async function firstPatient(): Promise<{ id: string }> {
  const { patients } = await ask<Page>(page('adverseEvents { id } slides { id }'), { first: 100 });
  const isFull = (records: unknown) => (records as unknown[]).length > 0;
  return patients.rows.find(({ adverseEvents, slides }) => isFull(adverseEvents) && isFull(slides))!;
}

interface Page {
  readonly patients: { readonly rows: readonly (Answer & { id: string })[]; readonly nextCursor: string | null };
}

describe('a page of patients with their records', () => {
  it('shows the same of each patient as the page of that patient', async () => {
    let after: string | null = null;
    do {
      const { patients }: Page = await ask<Page>(page(everyRecord), { first: 100, after });
      for (const row of patients.rows) {
        const one = await ask<{ patient: Answer }>(`query ($id: ID!) { patient(id: $id) { id ${everyRecord} } }`, row);
        expect(row).toEqual(one.patient);
      }
      after = patients.nextCursor;
    } while (after !== null);
  });

  it('shows of each record what its table holds', async () => {
    const { patients } = await ask<Page>(page(everyRecord), { first: 100 });
    for (const form of forms) {
      const shown = patients.rows.flatMap<Answer>((row) => (row[patientFieldOf(form)] ?? []) as Answer | Answer[]);
      const stored = await new StudyDb(dataSource).read(asker, (tx) =>
        inTurn(patients.rows, ({ id }) => recordsOf(tx, form, id)),
      );
      const columns = ['id', 'version', 'updatedAt', ...fieldsOf(form).map(([field]) => field)];
      const picked = (record: Answer) =>
        columns.map((column) => [
          column,
          record[column] instanceof Date ? record[column].toISOString() : record[column],
        ]);
      expect(shown.map((one) => picked(one))).toEqual(stored.flat().map((one) => picked(one as unknown as Answer)));
    }
  });

  it('counts how complete the records of each form are, as the page of a patient does from their fields', async () => {
    const counts = 'recordCounts { patientId form n filled asked }';
    const { patients } = await ask<{
      patients: {
        rows: (Answer & { id: string })[];
        recordCounts: { patientId: string; form: string; n: number; filled: number; asked: number }[];
      };
    }>(page(everyRecord, counts), { first: 100, after: null });
    const recordsOf = (row: Answer, form: Form): Row[] => {
      const records = row[patientFieldOf(form)];
      return Array.isArray(records) ? (records as Row[]) : records ? [records as Row] : [];
    };
    const expected = patients.rows.flatMap((row) =>
      forms.flatMap((form) => {
        const records = recordsOf(row, form);
        const filled = records.reduce((sum, record) => sum + filledOf(form, record), 0);
        const asked = records.reduce((sum, record) => sum + asksOf(form, record).length, 0);
        return records.length === 0
          ? []
          : [{ patientId: row.id, form: form.name as string, n: records.length, filled, asked }];
      }),
    );
    expect(expected.some(({ filled, asked }) => filled < asked)).toBe(true);
    const key = ({ patientId, form }: { patientId: string; form: string }) => `${patientId} ${form}`;
    const inOrder = <T extends { patientId: string; form: string }>(all: T[]) =>
      all.toSorted((a, b) => key(a).localeCompare(key(b)));
    expect(inOrder(patients.recordCounts)).toEqual(inOrder(expected));
  });

  it('is read in one transaction by one statement, however many patients and forms', async () => {
    const nested = 'tumourAssessments { assessedDay } ... on PatientRow { adverseEvents { ...of } }';
    const fragment = ' fragment of on AdverseEvent { term grade }';
    for (const first of [2, 100]) {
      await ask(page(nested) + fragment, { first });
      expect([transactions, statements.length]).toEqual([1, 1]);
    }
    await ask(`query ($id: ID!) { patient(id: $id) { id ${everyRecord} } }`, await firstPatient());
    expect([transactions, statements.length]).toEqual([1, 1]);
  });

  it('reads of each record what is requested, and every field can be requested alone', async () => {
    const { id } = await firstPatient();
    const typeOf = (form: Form) =>
      schema.getType(form.name === slideForm.name ? 'SlideRecord' : typeNameOf(form)) as GraphQLObjectType;
    for (const form of forms) {
      const field = patientFieldOf(form);
      const names = Object.entries(typeOf(form).getFields()).map(([name, { type }]) =>
        isLeafType(getNamedType(type)) ? name : `${name} { code }`,
      );
      const one = (fields: string) => ask<{ patient: Answer }>(`{ patient(id: "${id}") { ${field} { ${fields} } } }`);
      const { patient } = await one(names.join(' '));
      const first = (records: unknown) => (Array.isArray(records) ? records[0] : records) as Answer | null;
      for (const name of [...names, '__typename']) {
        const alone = await one(name);
        const [key] = name.split(' ');
        const expected = name === '__typename' ? typeOf(form).name : first(patient[field])?.[key!];
        expect([name, first(alone.patient[field])?.[key!]]).toEqual([
          name,
          first(patient[field]) ? expected : undefined,
        ]);
      }
    }
    await ask(`{ patient(id: "${id}") { adverseEvents { grade } } }`);
    expect(statements.join()).toContain('r.grade');
    expect(statements.join()).not.toContain('r.term');
    await ask(page('sex'), { first: 2 });
    expect(statements.join()).toContain('s.sex');
    expect(statements.join()).not.toContain('s.os_days');
  });

  it('counts patients and looks for slides only on request', async () => {
    const { patients } = await ask<Page>(page('code'), { first: 2 });
    expect(patients.rows).toHaveLength(2);
    expect(statements).toHaveLength(1);
    expect(statements[0]).not.toContain('portal.slide');
    // The first query loads the columns, which then know the number.
    await ask(page('code', 'total'), { first: 2 });
    const whole = await ask<Page & { patients: { total: number } }>(page('evaluationSet', 'total'), { first: 2 });
    expect(whole.patients.total).toBe(378);
    expect(statements).toHaveLength(2);
    expect(statements.join()).not.toContain('count(');
    expect(statements[1]).toContain('portal.slide');
  });

  it('fits every record into the limits of an operation', () => {
    const rules = [...specifiedRules, ...new ApolloArmor(operationLimits).protect().validationRules];
    expect(validate(schema, parse(page(everyRecord)), rules)).toEqual([]);
  });
});

describe('the counts of the cohort page', () => {
  const newService = () => {
    const db = new StudyDb(dataSource);
    return new CohortSummaryService(
      new SubjectStore(db),
      new StudyService(db),
      new StudyAnswers(db, new SubjectStore(db)),
    );
  };
  const as = (who: Asker) => ({ asker: who, requestId: '' });
  /** The same person where only one centre is open. */
  const ofCentre = (i: number): Asker => ({
    ...asker,
    studies: asker.studies.map((access) => ({ ...access, readCentres: access.readCentres.slice(i, i + 1) })),
  });
  let service: CohortSummaryService;
  beforeAll(() => (service = newService()));

  it('are counted once for the same patients and the same filter', async () => {
    const first = await service.summarise(as(asker), 'HAIC-DEMO', null);
    expect([first.n, first.total]).toEqual([378, 378]);
    expect((await service.summarise(as(asker), 'HAIC-DEMO', null)).facets).toBe(first.facets);
    const filtered = await service.summarise(as(asker), 'HAIC-DEMO', { sexes: ['male'] });
    expect([filtered.n < 378, filtered.total]).toEqual([true, 378]);
    expect((await service.summarise(as(asker), 'HAIC-DEMO', { sexes: ['male'] })).facets).toBe(filtered.facets);
  });

  it('are of the patients of the asker alone, whatever others have asked before', async () => {
    const [a, b] = [
      await service.summarise(as(ofCentre(0)), 'HAIC-DEMO', null),
      await service.summarise(as(ofCentre(1)), 'HAIC-DEMO', null),
    ];
    const both = await service.summarise(as(asker), 'HAIC-DEMO', null);
    expect([a.n + b.n, a.total + b.total, both.n]).toEqual([378, 378, 378]);
    const centresOf = ({ facets }: typeof a) => facets.find(({ variable }) => variable === 'centre')?.counts;
    expect(centresOf(both)).toHaveLength(2);
    expect(centresOf(both)).toEqual(expect.arrayContaining([...centresOf(a)!, ...centresOf(b)!]));
    expect(await newService().summarise(as(ofCentre(0)), 'HAIC-DEMO', null)).toEqual(a);
  });

  it('follow a correction, and are what a service without memory counts', async () => {
    const [before, ofOther] = [
      await service.summarise(as(asker), 'HAIC-DEMO', null),
      await service.summarise(as(ofCentre(1)), 'HAIC-DEMO', null),
    ];
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(
      `begin; set local app.user_id = 'test'; set local app.user_name = 'test'; set local app.reason = 'test'`,
    );
    await owner.query(
      'update portal.demographics set age_years = 101 where id = (select id from portal.demographics where centre_id = $1 limit 1)',
      [asker.studies[0]!.readCentres[0]],
    );
    await owner.query('commit');
    await owner.end();
    const after = await service.summarise(as(asker), 'HAIC-DEMO', null);
    const ageIn = ({ quantities }: typeof after) => quantities.find(({ variable }) => variable === 'ageYears');
    expect([ageIn(after)?.maximum, after.dataVersion]).toEqual([101, before.dataVersion + 1]);
    expect(await newService().summarise(as(asker), 'HAIC-DEMO', null)).toEqual(after);
    expect((await service.summarise(as(ofCentre(1)), 'HAIC-DEMO', null)).facets).toBe(ofOther.facets);
  });
});

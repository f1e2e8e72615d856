import { execute, parse } from 'graphql';
import { Client } from 'pg';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { wire } from './wire.ts';

const study = 'PARTED';

/**
 * Twelve patients, P1 to P12: odd ones of centre A, even ones of centre B; a tumour of 10 i mm; HAIC up to P6, HTI from P7;
 * followed for 100 i days, odd ones until death. Images on days 60 and 120: P1 to P3 have PR at the first; at the second P2
 * has PD and P3 CR; P4 has PD, then PR; P1 has PD on the day of death. P12 has cycles on days 0 and 21.
 */
export async function openPartedStudy() {
  const database = await openDatabaseForTests();
  const pool = openDataSource(database.appUrl, 2);
  await pool.initialize();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    ...{ code: study, name: study, synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    arms: ['HAIC', 'HTI'].map((code) => ({ code, label: code })),
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  const { rows } = await owner.query<{ study_id: number; centres: number[] }>(
    `select study_id, array_agg(id order by code) as centres from portal.centre group by 1`,
  );
  const access = { studyId: rows[0]!.study_id, centres: rows[0]!.centres };
  const [a, b] = access.centres;
  const of = `select id, centre_id, 'test'`;
  const number = `substr(code, 2)::int`;
  const image = `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, assessed_day, visit_number, reader_response) ${of}`;
  await owner.query(
    [
      'begin',
      `select set_config('app.user_id', 'test', true)`,
      `insert into portal.patient (centre_id, code, updated_by)
         select case when i % 2 = 1 then ${a} else ${b} end, 'P' || i, 'test' from generate_series(1, 12) i`,
      `insert into portal.demographics (patient_id, centre_id, updated_by, age_years, sex)
         ${of}, 50 + ${number}, case when ${number} % 3 = 0 then 'female' else 'male' end from portal.patient`,
      `insert into portal.baseline (patient_id, centre_id, updated_by, tumour_size_mm) ${of}, 10 * ${number} from portal.patient`,
      `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
         ${of}, case when ${number} <= 6 then 'HAIC' else 'HTI' end, '2022-01-01' from portal.patient`,
      `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
         ${of}, 100 * ${number}, case when ${number} % 2 = 1 then 'dead' else 'alive' end from portal.patient`,
      `${image}, 60, 1, case when ${number} <= 3 then 'PR' when ${number} = 4 then 'PD' else 'SD' end from portal.patient`,
      `${image}, case when code = 'P1' then 100 else 120 end, 2,
         case code when 'P1' then 'PD' when 'P2' then 'PD' when 'P3' then 'CR' when 'P4' then 'PR' end
         from portal.patient where code in ('P1', 'P2', 'P3', 'P4')`,
      `insert into portal.haic_cycle (patient_id, centre_id, updated_by, cycle_number, given_on)
         ${of}, k, date '2022-01-01' + 21 * (k - 1) from portal.patient, generate_series(1, 2) k where code = 'P12'`,
      'commit',
    ].join(';'),
  );
  const { resolvers } = wire({
    ...{ dataSource: pool, appUrl: database.appUrl, home: database.home },
    onTrouble: () => undefined,
  });
  const schema = await buildPortalSchema(resolvers);

  const person = (readCentres: readonly number[]): Asker => ({
    ...{ userId: 'ines', name: 'ines', email: '' },
    studies: [
      { studyId: access.studyId, studyCode: study, role: 'investigator', readCentres, writeCentres: readCentres },
    ],
  });

  async function ask(asker: Asker, query: string, variables: object = {}) {
    const document = parse(query);
    const contextValue = { asker, requestId: 'test' };
    const { data, errors } = await execute({ schema, document, contextValue, variableValues: { study, ...variables } });
    return { data: JSON.parse(JSON.stringify(data ?? null)) as Record<string, unknown>, errors: errors ?? [] };
  }

  async function answered<T>(asker: Asker, query: string, variables: object = {}): Promise<T> {
    const { data, errors } = await ask(asker, query, variables);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
    return Object.values(data)[0] as T;
  }

  return {
    owner,
    centres: access.centres,
    everywhere: () => person(access.centres),
    atA: () => person(access.centres.slice(0, 1)),
    ask,
    answered,
    async close(): Promise<void> {
      await owner.end();
      await pool.destroy();
      await database.close();
    },
  };
}

export type PartedStudy = Awaited<ReturnType<typeof openPartedStudy>>;

import { type DisclosureRule, type Role, usualDisclosure } from '@haim/schema';
import { execute, parse } from 'graphql';
import { Client } from 'pg';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { wire } from './wire.ts';

export const study = 'SHARED';
const codes = ['A', 'B', 'C', 'D'];

const declared = (disclosure: Partial<DisclosureRule> | null) => ({
  code: study,
  name: study,
  synthetic: true,
  monthDays: 30,
  cutoffOn: '2023-12-31',
  timeZero: 'first HAIC',
  arms: ['HAIC', 'HTI'].map((code) => ({ code, label: code })),
  centres: codes.map((code) => ({ code, name: code })),
  ...(disclosure ? { disclosure: { ...usualDisclosure, ...disclosure } } : {}),
});

const toss = (salt: string, below: number) => `abs(hashtext(code || '${salt}')) % ${below}`;
const ofAll = (table: string, columns: string, values: string) =>
  `insert into portal.${table} (patient_id, centre_id, updated_by, ${columns}) select id, centre_id, 'test', ${values} from portal.patient;`;

/** Sixty patients in each of four centres. One of centre B alone has stage D. */
const fill = `
  insert into portal.patient (centre_id, code, updated_by)
    select c.id, c.code || i, 'test' from portal.centre c, generate_series(1, 60) i;
  ${ofAll('demographics', 'age_years, sex', `30 + ${toss('age', 50)}, (array['male', 'female'])[1 + ${toss('sex', 2)}]`)}
  ${ofAll('baseline', 'bclc_stage, tumour_size_mm', `case code when 'B7' then 'D' else (array['A', 'B', 'C'])[1 + ${toss('stage', 3)}] end, 50 + ${toss('size', 100)}`)}
  ${ofAll('treatment', 'arm, started_on', `(array['HAIC', 'HTI'])[1 + ${toss('arm', 2)}], date '2021-01-01' + ${toss('start', 900)}`)}
  ${ofAll('follow_up', 'contact_day, vital_status', `1 + ${toss('day', 120)}, (array['dead', 'alive'])[1 + ${toss('death', 2)}]`)}
  ${ofAll('tumour_assessment', 'assessed_day, visit_number, reader_response', `1, 1, (array['CR', 'PR', 'SD', 'PD'])[1 + ${toss('response', 4)}]`)}
  ${ofAll('adverse_event', 'term, grade', `case code when 'B7' then 'Only in B7' else 'Fatigue' end, (1 + ${toss('grade', 4)})::text`)}`;

/** Four centres whose numbers a study may tell members of one of them; it does not until `declare` says so. */
export async function openSharedStudy() {
  const database = await openDatabaseForTests();
  const pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const declare = (disclosure: Partial<DisclosureRule> | null) => declareStudy(database.ownerUrl, declared(disclosure));
  await declare(null);
  const { rows } = await owner.query<{ study_id: number; centres: number[] }>(
    `select c.study_id, array_agg(c.id order by c.code) as centres from portal.centre c
     join portal.study s on s.id = c.study_id where s.code = $1 group by 1`,
    [study],
  );
  const { study_id: studyId, centres } = rows[0]!;

  const inOneChange = async (...statements: string[]): Promise<void> => {
    const who = `select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true), set_config('app.reason', 'test', true)`;
    await owner.query(['begin', who, ...statements, 'commit'].join(';'));
  };
  await inOneChange(fill);
  const { resolvers } = wire({
    dataSource: pool,
    appUrl: database.appUrl,
    home: database.home,
    onTrouble: () => undefined,
  });
  const schema = await buildPortalSchema(resolvers);

  const asker = (userId: string, readCentres: readonly number[], role: Role = 'staff'): Asker => {
    const membership = { studyId, studyCode: study, role, readCentres, writeCentres: [] };
    return { userId, name: userId, email: '', studies: [membership] };
  };
  const ask = async <T>(who: Asker, query: string): Promise<{ data: T; code: unknown; message: string | null }> => {
    const contextValue = { asker: who, requestId: 'test' };
    const { data, errors } = await execute({ schema, document: parse(query), contextValue });
    const [first] = errors ?? [];
    return { data: data as T, code: first?.extensions['code'] ?? null, message: first?.message ?? null };
  };
  return {
    ...{ owner, studyId, centres, declare, inOneChange, asker, ask },
    staffOfA: () => asker('staff-a', centres.slice(0, 1)),
    statistician: () => asker('everybody', centres, 'statistician'),
    close: async () => {
      await owner.end();
      await pool.destroy();
      await database.close();
    },
  };
}

export type SharedStudy = Awaited<ReturnType<typeof openSharedStudy>>;

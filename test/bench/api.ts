import { fork } from 'node:child_process';
import { Agent } from 'node:http';
import path from 'node:path';
import { Client } from 'pg';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { addMembership } from '../../apps/api/src/modules/studies/declare-study.ts';
import { startApiAlone } from '../e2e/api-alone.ts';
// `import type`: an import of a type alone would still run the module, which is a server.
import type { Statement } from './one-statement.ts';
import { post, signInAt } from './requests.ts';

export interface ApiBenchRow {
  readonly name: string;
  readonly connections: number;
  readonly portal: Speed;
  /**
   * The same rows from one prepared statement, asked in turns with the portal; null if no single statement gives as
   * much.
   */
  readonly limit: Speed | null;
}

export interface Speed {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const PATIENTS = 20_000;
const STUDY = 'BENCH';
const CONNECTIONS = [1, 20];
const WARM_UP_MS = 2_000;
const MEASURED_MS = 4_000;
/** Portal, limit, limit, portal: other load on the machine affects both. */
const TURNS = ['portal', 'limit', 'limit', 'portal'] as const;
/** The same patients in every run, and so many that saves give none of them hundreds of adverse events. */
const VARIANTS = 4_000;

interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables?: (patient: Patient) => object;
  readonly statement?: { readonly text: string; readonly values: (patient: Patient) => readonly unknown[] };
  /** Carried out before each request, and not counted; such a question is asked one at a time. */
  readonly before?: Mutation;
}

interface Mutation {
  readonly query: string;
  readonly variables: (patient: Patient) => object;
}

interface Patient {
  readonly id: string;
  readonly code: string;
}

const records = `tumourAssessments { assessedDay sumViableDiameterMm readerResponse }
  adverseEvents { term grade startedOn }`;
const recordsOf = (patient: string) => `
  (select coalesce(json_agg(x), '[]') from (select assessed_day, sum_viable_diameter_mm, reader_response
    from portal.tumour_assessment r where r.centre_id = ${patient}.centre_id and r.patient_id = ${patient}.id order by assessed_day) x) as assessments,
  (select coalesce(json_agg(x), '[]') from (select term, grade, started_on
    from portal.adverse_event r where r.centre_id = ${patient}.centre_id and r.patient_id = ${patient}.id) x) as events`;
const subject = `s.id, s.code, s.centre, s.arm, s.age_years, s.sex, s.bclc_stage, s.os_days, s.os_event`;
const ofStudy = `s.study_id = (select id from portal.study where code = '${STUDY}')`;
const after = `from portal.subject s where ${ofStudy} and s.recipe_id = 1 and (s.code, s.id) > ($1, $2::uuid) order by s.code, s.id limit 50`;
const page = (nested: string) => `query ($after: String!) { patients(study: "${STUDY}", first: 50, after: $after) {
  rows { id code centre arm ageYears sex bclcStage osDays osEvent ${nested} } } }`;
const cursor = ({ code, id }: Patient) => ({
  after: Buffer.from(JSON.stringify([code, code, id])).toString('base64url'),
});
const whole = (rows: string) => `select json_agg(r)::text as answer from (${rows}) r`;

const cohortOf = (cohort = '', variables = '') => `query ${variables} {
  cohortSummary(study: "${STUDY}" ${cohort}) { n total facets { variable counts { value n } }
  quantities { variable n missing median lowerQuartile upperQuartile minimum maximum }
  histograms { variable scale bins { from to n ofAll } } accrual { bins { from to n ofAll } }
  responses { arm n orr { value lower upper } } adverseEvents { arm n anyGrade { value lower upper } } } }`;
const cohortPage = cohortOf();
/** A tumour size for each patient drawn, of whom there are more than the portal keeps answers for. */
const anotherSize = ({ id }: Patient) => ({ least: 10 + Number.parseInt(id.slice(0, 6), 16) / 2 ** 20 });
const saving: Mutation = {
  query: `mutation ($patientId: ID!) {
    saveAdverseEvent(patientId: $patientId, values: { term: "Fatigue", grade: "1" }) { id version } }`,
  variables: ({ id }) => ({ patientId: id }),
};

/** Every number that the page of a survival analysis shows. */
const survivalBy = (curves: string, cohort = '', variables = '') => `query ${variables} {
  survival(study: "${STUDY}", endpoint: OS, groupBy: "arm" ${cohort}) { n monthDays dataVersion dropped
    curves${curves}
    logRank { chiSquare df pValue } hazardRatios { estimator hazardRatio lower upper pValue }
    followUpMedianDays followUpLowerDays followUpUpperDays } }`;
const ofCurve = 'label n events medianDays medianLowerDays medianUpperDays';
const columns = 'days survival lower upper atRisk nEvent nCensor';
/** As the page of 1,200 pixels asks. */
const drawnCurves = `(drawing: { width: 1200, paleBelow: 10 }) { ${ofCurve} packed { ${columns} } }`;
const tally = {
  text: whole(`select s.arm, s.os_days, count(*) filter (where s.os_event) as events,
    count(*) filter (where not s.os_event) as censored from portal.subject s where ${ofStudy} group by 1, 2 order by 1, 2`),
  values: () => [],
};

const questions: readonly Question[] = [
  {
    name: 'who am I',
    query: '{ viewer { id } }',
    statement: {
      text: whole(`select u.id from auth.session s join auth."user" u on u.id = s."userId" limit 1`),
      values: () => [],
    },
  },
  {
    name: 'a page of 50 patients',
    query: page(''),
    variables: cursor,
    statement: { text: whole(`select ${subject} ${after}`), values: ({ code, id }) => [code, id] },
  },
  {
    name: 'a page of 50 patients with their images and adverse events',
    query: page(records),
    variables: cursor,
    statement: {
      text: whole(`select ${subject}, ${recordsOf('s')} ${after}`),
      values: ({ code, id }) => [code, id],
    },
  },
  {
    name: 'one patient with every record',
    query: `query ($id: ID!) { patient(id: $id) { id code centre outcome { osDays osEvent } demographics { ageYears sex }
      treatment { arm } baseline { bclcStage tumourSizeMm } ${records} followUps { contactDay vitalStatus } } }`,
    variables: ({ id }) => ({ id }),
    statement: {
      text: whole(`select ${subject}, ${recordsOf('s')},
        (select coalesce(json_agg(x), '[]') from (select contact_day, vital_status from portal.follow_up r
          where r.centre_id = s.centre_id and r.patient_id = s.id) x) as contacts
        from portal.patient p join portal.subject s on s.centre_id = p.centre_id and s.id = p.id and s.recipe_id = 1 where p.id = $1`),
      values: ({ id }) => [id],
    },
  },
  {
    name: 'survival by arm as its page asks for it, 1,200 pixels wide (the limit: the tally alone)',
    query: survivalBy(drawnCurves),
    statement: tally,
  },
  {
    name: 'the same with whole curves, as lists',
    query: survivalBy(` { ${ofCurve} ${columns} }`),
    statement: tally,
  },
  {
    name: 'the same as its page asks for it, of a cohort that nobody asked for before',
    query: survivalBy(drawnCurves, 'cohort: { tumourSizeMmMin: $least }', '($least: Float!)'),
    variables: anotherSize,
  },
  {
    name: 'adverse events by arm, term and highest grade',
    query: `{ adverseEvents(study: "${STUDY}") { rows { arm term grade n } } }`,
    statement: {
      text: whole(`select s.arm, e.term, e.grade, count(*) from (
        select distinct on (centre_id, patient_id, term) centre_id, patient_id, term, grade
        from portal.adverse_event order by centre_id, patient_id, term, grade desc) e
        join portal.subject s on s.centre_id = e.centre_id and s.id = e.patient_id and s.recipe_id = 1
        where ${ofStudy} group by 1, 2, 3 order by 1, 2, 3`),
      values: () => [],
    },
  },
  { name: 'the cohort page (facets, quantities, histograms, responses, adverse events)', query: cohortPage },
  {
    name: 'the cohort page of a cohort that nobody asked for before',
    query: cohortOf('cohort: { tumourSizeMmMin: $least }', '($least: Float!)'),
    variables: anotherSize,
  },
  {
    name: 'the same of patients with an adverse event of grade 3 or more',
    query: cohortOf(
      'cohort: { tumourSizeMmMin: $least, filter: { adverseEvent: { minimumGrade: 3 } } }',
      '($least: Float!)',
    ),
    variables: anotherSize,
  },
  { name: 'the cohort page, first answer after one patient has changed', query: cohortPage, before: saving },
  {
    name: 'saving an adverse event (checked, audited, analysis row brought up to date); aim: 95 % below 60 ms',
    ...saving,
  },
];

/**
 * Requests to a started API over drawn patients, in turns with a server of one statement on the same database.
 *
 * @param words only the questions with these words in their name.
 */
export async function benchApi(words = ''): Promise<ApiBenchRow[]> {
  const api = await startApiAlone();
  const owner = new Client({ connectionString: api.urls.ownerUrl });
  const limit = await startLimit(api.urls.ownerUrl);
  try {
    await owner.connect();
    await seedStudy(api.urls.ownerUrl, { study: STUDY, patients: PATIENTS, seed: 1 });
    const { rows: accounts } = await owner.query<{ id: string }>(
      `select id from auth."user" where email = 'admin@demo.local'`,
    );
    const userId = accounts[0]?.id ?? '';
    await addMembership(api.urls.ownerUrl, { userId, study: STUDY, role: 'administrator', centre: null });
    const { rows: patients } = await owner.query<Patient>(
      `select s.id, s.code from portal.subject s where ${ofStudy} order by md5(s.code) limit ${VARIANTS}`,
    );
    const cookie = await signInAt(api.port, api.password);
    const rows: ApiBenchRow[] = [];
    for (const [q, { name, query, variables, statement, before }] of questions.entries()) {
      if (!name.includes(words)) continue;
      const operate = (
        agent: Agent,
        i: number,
        { query: asked, variables: given }: Pick<Question, 'query' | 'variables'>,
      ) => post(agent, api.port, '/graphql', { query: asked, variables: given?.(at(patients, i)) ?? {} }, { cookie });
      const askPortal: Ask = (agent, i) => operate(agent, i, { query, ...(variables && { variables }) });
      const prepare: Ask | undefined = before && ((agent, i) => operate(agent, i, before));
      const askLimit: Ask | null =
        statement === undefined
          ? null
          : (agent, i) => {
              const asked: Statement = {
                name: `question ${q}`,
                text: statement.text,
                values: statement.values(at(patients, i)),
              };
              return post(agent, limit.port, '/', asked);
            };
      for (const connections of before ? [1] : CONNECTIONS)
        rows.push({ name, connections, ...(await inTurns(connections, askPortal, askLimit, prepare)) });
    }
    return rows;
  } finally {
    limit.stop();
    await owner.end();
    await api.close();
  }
}

const at = <T>(items: readonly T[], i: number): T => items[i % items.length] as T;

type Ask = (agent: Agent, i: number) => Promise<unknown>;

async function inTurns(
  connections: number,
  portal: Ask,
  limit: Ask | null,
  prepare?: Ask,
): Promise<Pick<ApiBenchRow, 'portal' | 'limit'>> {
  const times: Record<(typeof TURNS)[number], number[]> = { portal: [], limit: [] };
  for (const turn of TURNS) {
    const ask = turn === 'portal' ? portal : limit;
    if (!ask) continue;
    await load(connections, WARM_UP_MS / TURNS.length, ask, prepare);
    times[turn].push(...(await load(connections, MEASURED_MS / 2, ask, prepare)));
  }
  return { portal: speedOf(times.portal, connections), limit: limit && speedOf(times.limit, connections) };
}

/** How long each answer took, each connection asking again as soon as it has an answer. */
async function load(connections: number, forMs: number, ask: Ask, prepare?: Ask): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const end = performance.now() + forMs;
  const loop = async (first: number): Promise<void> => {
    for (let i = first; performance.now() < end; i += 1) {
      await prepare?.(agent, i);
      const asked = performance.now();
      await ask(agent, i);
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, i) => loop(i * 7)));
  agent.destroy();
  return times;
}

/** A connection that never pauses answers one request per mean waiting time. */
function speedOf(times: number[], connections: number): Speed {
  times.sort((a, b) => a - b);
  const quantile = (share: number): number =>
    times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)] ?? NaN;
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  return { perSecond: (connections * 1_000) / mean, p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}

async function startLimit(ownerUrl: string): Promise<{ port: number; stop: () => void }> {
  const child = fork(path.join(import.meta.dirname, 'one-statement.ts'), {
    env: { ...process.env, BENCH_DATABASE: ownerUrl },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (said) => resolve(Number(said)));
    child.once('exit', () => reject(new Error('the server of one statement did not start')));
    child.once('error', reject);
  });
  return { port, stop: () => void child.kill() };
}

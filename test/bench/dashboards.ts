import { type DocumentNode, print } from 'graphql';
import { Agent } from 'node:http';
import { Client } from 'pg';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { addMembership } from '../../apps/api/src/modules/studies/declare-study.ts';
import {
  CohortAdverseEventsDocument,
  CohortPatientsDocument,
  CohortSummaryDocument,
  CohortSurvivalDocument,
  ConfirmedResponseDocument,
  ResponseModelDocument,
  SurvivalDocument,
  SurvivalModelDocument,
  SurvivalSubgroupsDocument,
  SurvivalWeightingDocument,
  TableOneDocument,
} from '../../apps/web/src/graphql/generated/graphql.ts';
import { startApiAlone } from '../e2e/api-alone.ts';
import { post, signInAt } from './requests.ts';

export interface DashboardRow {
  readonly name: string;
  /** How often it was asked. */
  readonly times: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** CPU of the API for one asking, which other work on the machine changes little; NaN where it is not known. */
  readonly cpuMs: number;
  /** Null where none is set for so many patients. */
  readonly aimMs: number | null;
  /** Of the answers, together. */
  readonly kilobytes: number;
}

const STUDY = 'BENCH';
const TIMES = 40;
const WARM_UP = 5;
/** A question that takes seconds is asked less often: after so long, or so few times. */
const PATIENCE_MS = 40_000;
const LEAST_TIMES = 5;
/** As many as a browser opens to one server. */
const CONNECTIONS = 6;

const drawing = { width: 1_200, untilDays: null, paleBelow: 10 };
const covariates = ['childPughClass', 'tumourSizeMm', 'portalVeinThrombus', 'ageYears', 'ecogPs'];
const twelve = [
  ...[...covariates, 'bclcStage', 'hepatitisB', 'cirrhosis', 'afpNgMl', 'lesionCount', 'extrahepaticMetastasis'],
  'sex',
];

interface Question {
  readonly name: string;
  /** At most this many patients: the aim in milliseconds. */
  readonly aims: readonly (readonly [patients: number, ms: number])[];
  readonly asks: readonly (readonly [document: DocumentNode, variables: object])[];
}

const small = [378, 50] as const;

/** What the pages ask when the selection changes, each by the document that the page sends. */
const questions: readonly Question[] = [
  {
    name: 'a filter of the cohort page: every tile',
    aims: [small, [100_000, 120], [1_000_000, 300]],
    asks: [
      [CohortSummaryDocument, { scope: 'OWN' }],
      [CohortSurvivalDocument, { scope: 'OWN', drawing: { ...drawing, width: 400 } }],
    ],
  },
  {
    name: 'the same with the terms of adverse events and the list of patients',
    aims: [small],
    asks: [
      [CohortSummaryDocument, { scope: 'OWN' }],
      [CohortSurvivalDocument, { scope: 'OWN', drawing: { ...drawing, width: 400 } }],
      [CohortAdverseEventsDocument, {}],
      [CohortPatientsDocument, { columns: ['arm', 'ageYears', 'bclcStage', 'osDays'] }],
    ],
  },
  {
    name: 'survival by arm, with its tests',
    aims: [small, [100_000, 30]],
    asks: [[SurvivalDocument, { endpoint: 'OS', groupBy: 'arm', confidenceType: 'LOG_LOG', scope: 'OWN', drawing }]],
  },
  {
    name: 'Table 1 of 12 variables by arm',
    aims: [small, [100_000, 150]],
    asks: [[TableOneDocument, { groupBy: 'arm', variables: twelve }]],
  },
  {
    name: 'Cox model of the arm and 5 covariates',
    aims: [small, [100_000, 400]],
    asks: [[SurvivalModelDocument, { endpoint: 'OS', groupBy: 'arm', covariates, strata: [] }]],
  },
  {
    name: 'forest of 20 subgroups',
    aims: [small, [100_000, 1_000]],
    asks: [
      [
        SurvivalSubgroupsDocument,
        { endpoint: 'OS', groupBy: 'arm', variables: twelve.filter((name) => name !== 'ageYears'), covariates: null },
      ],
    ],
  },
  {
    name: 'weighting by 5 covariates, with its balance',
    aims: [small, [100_000, 800]],
    asks: [
      [
        SurvivalWeightingDocument,
        { endpoint: 'OS', groupBy: 'arm', covariates, estimand: 'ATE', truncatePercent: null, days: [360, 720] },
      ],
    ],
  },
  {
    name: 'Table 2: the arm and 12 variables alone and together',
    aims: [small],
    asks: [
      [
        ResponseModelDocument,
        { covariates: ['arm', ...twelve.map((name) => (name === 'afpNgMl' ? 'afpLog10' : name))], entry: 'ALL' },
      ],
    ],
  },
  {
    name: 'confirmed responses by arm',
    aims: [small],
    asks: [[ConfirmedResponseDocument, { groupBy: 'arm', interval: 'WILSON', days: 28 }]],
  },
];

/**
 * The dashboards over drawn patients: each question of a cohort that nobody asked for before, its requests at the same
 * time over the connections of one browser, until the last answer is here.
 *
 * @param words only the questions with these words in their name.
 * @param keptIn a folder in which the drawn patients stay for the next run; null: none.
 * @param onRow each as it is measured: a later question may fail.
 */
export async function benchDashboards(
  patients: number,
  words = '',
  keptIn: string | null = null,
  onRow: (row: DashboardRow) => void = () => undefined,
): Promise<DashboardRow[]> {
  const api = await startApiAlone({ columnsMb: Math.max(200, patients / 2_000), keptIn });
  const owner = new Client({ connectionString: api.urls.ownerUrl });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await owner.connect();
    await drawIfMissing(owner, api.urls.ownerUrl, patients);
    const { rows: accounts } = await owner.query<{ id: string }>(
      `select id from auth."user" where email = 'admin@demo.local'`,
    );
    const userId = accounts[0]?.id ?? '';
    await addMembership(api.urls.ownerUrl, { userId, study: STUDY, role: 'administrator', centre: null });
    const headers = { cookie: await signInAt(api.port, api.password) };
    // Half of the patients: of fewer less is counted, and of more those who are not among them.
    const summary = await post(
      agent,
      api.port,
      '/graphql',
      { query: `{ cohortSummary(study: "${STUDY}") { quantities { variable median } } }` },
      headers,
    );
    const { data } = JSON.parse(summary) as {
      data: { cohortSummary: { quantities: { variable: string; median: number }[] } };
    };
    const middle = data.cohortSummary.quantities.find(({ variable }) => variable === 'tumourSizeMm')?.median ?? 15;
    let asked = 0;
    const ask = async ({ asks }: Question): Promise<number> => {
      // Another size each time: nothing that was counted for a cohort answers the next one.
      asked += 1;
      const cohort = { tumourSizeMmMin: middle + asked / 10_000 };
      const texts = await Promise.all(
        asks.map(([document, variables]) =>
          post(
            agent,
            api.port,
            '/graphql',
            { query: print(document), variables: { study: STUDY, cohort, ...variables } },
            headers,
          ),
        ),
      );
      return texts.reduce((sum, text) => sum + text.length, 0);
    };
    const rows: DashboardRow[] = [];
    for (const question of questions) {
      if (!question.name.includes(words)) continue;
      const warm = performance.now();
      for (let i = 0; i < WARM_UP && (i < 1 || performance.now() - warm < PATIENCE_MS / 4); i += 1) await ask(question);
      const start = performance.now();
      const cpuBefore = api.cpuMs();
      const times: number[] = [];
      let bytes = 0;
      for (let i = 0; i < TIMES && (i < LEAST_TIMES || performance.now() - start < PATIENCE_MS); i += 1) {
        const began = performance.now();
        bytes = await ask(question);
        times.push(performance.now() - began);
      }
      times.sort((a, b) => a - b);
      const quantile = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? NaN;
      const row = {
        name: question.name,
        times: times.length,
        p50Ms: quantile(0.5),
        p95Ms: quantile(0.95),
        cpuMs: (api.cpuMs() - cpuBefore) / times.length,
        aimMs: question.aims.find(([most]) => patients <= most)?.[1] ?? null,
        kilobytes: bytes / 1_024,
      };
      rows.push(row);
      onRow(row);
    }
    return rows;
  } finally {
    agent.destroy();
    await owner.end();
    await api.close();
  }
}

/** A million patients take minutes to draw: those of a kept database are not drawn again. */
async function drawIfMissing(owner: Client, ownerUrl: string, patients: number): Promise<void> {
  const { rows } = await owner.query<{ n: number }>(
    `select count(*)::int as n from portal.subject b join portal.study s on s.id = b.study_id where s.code = $1`,
    [STUDY],
  );
  const there = rows[0]?.n ?? 0;
  if (there === patients) return;
  if (there > 0) throw new Error(`The kept database has ${there} drawn patients, not ${patients}: name another folder`);
  await seedStudy(ownerUrl, { study: STUDY, patients, seed: 1 });
}

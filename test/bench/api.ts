import { portalForBench } from './portal-for-bench.ts';

export interface ApiBenchRow {
  readonly name: string;
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const CONNECTIONS = 20;
const WARM_UP = 60;
/** Whichever comes first ends a measurement. */
const MOST_REQUESTS = 2_000;
const MOST_SECONDS = 20;

const questions = [
  { name: 'who am I (one row)', query: '{ viewer { id } }', variables: {} },
  {
    name: 'overall survival by arm (Kaplan-Meier, log-rank, Cox)',
    query: `query ($study: String!) {
      survival(study: $study, endpoint: OS, groupBy: "arm") {
        curves { label n events days survival lower upper atRisk nEvent nCensor medianDays }
        logRank { pValue }
      }
    }`,
    variables: { study: 'HAIC-DEMO' },
  },
] as const;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;

/** Answers per second and waiting times of a started portal, asked over the loopback through its front door. */
export async function benchApi(): Promise<ApiBenchRow[]> {
  const portal = await portalForBench();
  try {
    const rows: ApiBenchRow[] = [];
    for (const { name, query, variables } of questions) {
      const ask = async (): Promise<number> => {
        const began = performance.now();
        const answer = await fetch(`${portal.baseUrl}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie: portal.cookie },
          body: JSON.stringify({ query, variables }),
        });
        const { errors } = (await answer.json()) as { errors?: readonly { message: string }[] };
        // A quick refusal is no quick answer.
        if (!answer.ok || errors) throw new Error(`${name}: ${answer.status} ${errors?.[0]?.message ?? ''}`);
        return performance.now() - began;
      };
      await Promise.all(Array.from({ length: WARM_UP }, ask));
      const times: number[] = [];
      const began = performance.now();
      const isOver = () => times.length >= MOST_REQUESTS || performance.now() - began > MOST_SECONDS * 1_000;
      const loop = async () => {
        while (!isOver()) times.push(await ask());
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, loop));
      const seconds = (performance.now() - began) / 1_000;
      times.sort((a, b) => a - b);
      const [p50Ms, p95Ms] = [quantile(times, 0.5), quantile(times, 0.95)];
      rows.push({ name, requests: times.length, perSecond: times.length / seconds, p50Ms, p95Ms });
    }
    return rows;
  } finally {
    await portal.stop();
  }
}

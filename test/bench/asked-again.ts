import { postgresCpuSeconds } from './postgres-cpu.ts';

/** Of one answer, in ms: CPU time of this process, CPU time of PostgreSQL, and as somebody waits for it. */
export interface Asked {
  readonly nodeMs: number;
  readonly postgresMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Asks one after the other, so many times after a tenth of them that is not counted. @param home - of the database. */
export async function askedAgain(home: string, times: number, ask: () => Promise<unknown>): Promise<Asked> {
  for (let i = 0; i < times / 10; i += 1) await ask();
  const [node, postgres] = [process.cpuUsage(), postgresCpuSeconds(home)];
  const waited: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const began = performance.now();
    await ask();
    waited.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(node);
  const sorted = waited.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * times) - 1] ?? Number.NaN;
  return {
    nodeMs: (user + system) / 1000 / times,
    postgresMs: ((postgresCpuSeconds(home) - postgres) * 1000) / times,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
  };
}

import { realpathSync } from 'node:fs';
import path from 'node:path';
import { runningPostmaster } from '../../apps/api/src/db/postgres-process.ts';
import { cpuSeconds } from './process-cpu.ts';

/** CPU seconds that the PostgreSQL under a home has used so far, as `cpuSeconds`. */
export function postgresCpuSeconds(home: string): number {
  const postmaster = runningPostmaster(realpathSync(path.join(home, 'postgres')));
  return postmaster === null ? 0 : cpuSeconds(postmaster);
}

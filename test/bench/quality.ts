import { Client, Pool } from 'pg';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { seedStudy } from '../../apps/api/src/demonstration/seed-study.ts';
import { carryOut } from '../../apps/api/src/jobs/carry-out.ts';
import { CheckStudyKind } from '../../apps/api/src/modules/quality/index.ts';
import { postgresCpuSeconds } from './postgres-cpu.ts';

export interface QualityBenchRow {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly postgresCpuSeconds: number;
  readonly findings: number;
  /** Of the process that works, at its highest. */
  readonly peakMb: number;
}

const STUDY = 'BENCH';

/** Every rule over a drawn study, with one rule of the study's own: the first run stores all, the second nothing new. */
export async function benchQuality(patients: number): Promise<QualityBenchRow[]> {
  const database = await openDatabaseForTests();
  const owner = new Client({ connectionString: database.ownerUrl });
  const pool = new Pool({ connectionString: database.workerUrl, max: 3 });
  try {
    await owner.connect();
    await seedStudy(database.ownerUrl, { study: STUDY, patients, seed: 1 });
    await owner.query(`select set_config('app.user_id', 'bench', false)`);
    await owner.query(
      `insert into portal.quality_rule (study_id, label_en, label_zh, condition, updated_by)
       select id, 'Large and AFP unknown', '大且 AFP 未知', $1, 'bench' from portal.study where code = $2`,
      [
        JSON.stringify({
          and: [
            { variable: 'tumourSizeMm', between: [100, null] },
            { variable: 'afpNgMl', isMissing: true },
          ],
        }),
        STUDY,
      ],
    );
    const kind = new CheckStudyKind(pool);
    const rows: QualityBenchRow[] = [];
    for (const name of ['the first run', 'a run that finds the same']) {
      const { rows: added } = await owner.query<{ id: string }>(
        `insert into portal.quality_run (study_id, requested_by, updated_by) select id, 'bench', 'bench' from portal.study
         where code = $1 returning id`,
        [STUDY],
      );
      const claim = await kind.runs.claim(added[0]?.id ?? '');
      if (!claim) throw new Error('the run was not claimed');
      let peak = 0;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100);
      const [began, node, postgres] = [performance.now(), process.cpuUsage(), postgresCpuSeconds(database.home)];
      const end = await carryOut(kind, claim, new AbortController().signal);
      const seconds = (performance.now() - began) / 1000;
      const { user, system } = process.cpuUsage(node);
      const spent = {
        cpuSeconds: (user + system) / 1e6,
        postgresCpuSeconds: postgresCpuSeconds(database.home) - postgres,
      };
      clearInterval(watch);
      if (end !== 'written') throw new Error(`the run ended as "${end}"`);
      const { rows: counted } = await owner.query<{ n: number }>(
        'select count(*)::int as n from portal.single_finding',
      );
      rows.push({ name, seconds, ...spent, findings: counted[0]?.n ?? 0, peakMb: peak / 1e6 });
    }
    return rows;
  } finally {
    await pool.end();
    await owner.end();
    await database.close();
  }
}

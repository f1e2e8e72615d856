import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../reference/read-csv.ts';
import { type Call, runCall } from '../run-calls.ts';
import { toRTogether } from '../to-r.ts';

const goldens = new URL('../../reference/goldens/', import.meta.url);
const canRun = spawnSync('Rscript', ['-e', 'library(survival)'], { stdio: 'ignore' }).status === 0;

/** The calls of a reference file that base R repeats, with its table. */
function script(name: string, more: readonly Call[] = []): string {
  const { csv, calls } = JSON.parse(readFileSync(new URL(`${name}.json`, goldens), 'utf8')) as {
    csv: string;
    calls: Call[];
  };
  const table = readCsv(new URL(csv, goldens));
  const plain = calls.filter(
    ({ fn, args }) =>
      ['km', 'logrank', 'cox', 'cif'].includes(fn) &&
      'weights' in args === 'robust' in args &&
      ['rho', 'cluster', 'start', 'baseline', 'confLevel'].every((key) => !(key in args)) &&
      (args['ties'] ?? 'efron') === 'efron',
  );
  const named = [...plain, ...more].map((call, k) => {
    return { name: `${name} ${k} ${call.fn}`, call, result: runCall(call, table) };
  });
  return toRTogether(named, [name], fileURLToPath(new URL(csv, goldens)));
}

describe.skipIf(!canRun)('survival in base R', () => {
  const columns = { time: 'time', event: 'event', group: 'sex', levels: ['1', '2'] };
  const ofTwo: Call[] = [
    ...['cox', 'mantel-haenszel', 'log-rank'].map((estimator) => ({
      fn: 'hazardratio',
      args: { ...columns, estimator },
    })),
    { fn: 'restrictedmeans', args: { ...columns, tau: 500 } },
    { fn: 'subgroups', args: { ...columns, by: 'ecog3', byLevels: ['0', '1', '2-3'] } },
    { fn: 'km', args: { time: 'time', event: 'event', reverse: true } },
    { fn: 'km', args: { time: 'time', event: 'event', confType: 'log-log', times: [0, 100, 2000] } },
    { fn: 'km', args: { time: 'time', event: 'event', confType: 'plain' } },
  ];
  // Of four groups: a covariance of three.
  const ofFour: Call[] = [
    {
      fn: 'cif',
      args: { time: 'time', status: 'status', group: 'stage', levels: ['1', '2', '3', '4'], times: [500, 9000] },
    },
  ];
  const edges = ['edge_flat_half', 'edge_last_is_event'];

  it('finds what the package survival finds, and the portal', { timeout: 240_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'base-survival-'));
    try {
      const scripts = [
        script('km_lung', ofTwo),
        script('logrank_lung'),
        script('cox_lung'),
        script('cif_mgus2'),
        script('iptw_colon'),
        script('surv_pbc', ofFour),
        ...edges.map((name) => script(name)),
      ];
      scripts.forEach((text, i) => writeFileSync(join(folder, `${i}.R`), text));
      writeFileSync(
        join(folder, 'all.R'),
        `for (i in 0:${scripts.length - 1}) source(paste0(i, ".R"), local = new.env())`,
      );
      const found = join(folder, 'agreed');
      // Beside what stops at the first difference, every number of the first script as it is written to a file.
      const run = (file: string, env: NodeJS.ProcessEnv) =>
        spawnSync('Rscript', [file], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
      const { stdout, stderr, status } = run('all.R', {});
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
      expect(stdout).toContain('cox (base R): zph agrees');
      expect(stdout).toContain('cox (survival): zph agrees');
      for (const engine of ['base R', 'survival and cmprsk']) {
        expect(stdout).toContain(`cif_mgus2 1 cif (${engine}): gray agrees`);
        expect(stdout).toContain(`cif_mgus2 1 cif (${engine}): lower 4 agrees`);
        expect(stdout.match(new RegExp(`surv_pbc \\d+ cif \\(${engine}\\): p agrees`, 'g'))).toHaveLength(2);
      }
      for (const engine of ['base R', 'survival']) {
        expect(stdout).toContain(`km (${engine}): lower 2 agrees`);
        expect(stdout.match(new RegExp(`iptw_colon \\d cox \\(${engine}\\): coef agrees`, 'g'))).toHaveLength(2);
        expect(stdout.match(new RegExp(`iptw_colon \\d km \\(${engine}\\): upper 2 agrees`, 'g'))).toHaveLength(2);
      }
      const wrong = scripts[0]?.replace(/agree\("median 1", (.*), c\(\d+/, 'agree("median 1", $1, c(1');
      writeFileSync(join(folder, 'wrong.R'), wrong ?? '');
      expect(run('wrong.R', { AGREED_NUMBERS: found }).status).toBe(0);
      const [version, ...lines] = readFileSync(found, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(version).toEqual({
        version: expect.stringMatching(/^R version \d/) as string,
        lacks: [],
        packages: [expect.stringMatching(/^survival \d/)],
      });
      const differing = lines.filter((line) => (line as { agrees: boolean[] }).agrees.includes(false));
      expect(differing).toHaveLength(2);
      expect(differing[0]).toMatchObject({
        what: expect.stringContaining('median 1') as string,
        agrees: [false, true, true],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

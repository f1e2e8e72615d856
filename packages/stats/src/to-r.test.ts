import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readCsv } from '../reference/read-csv.ts';
import { type Call, callNames, runCall } from './run-calls.ts';
import { toR } from './to-r.ts';

const goldens = new URL('../reference/goldens/', import.meta.url);
const canRun =
  spawnSync('Rscript', ['-e', 'library(survival); library(pROC); library(MASS); library(cmprsk)'], { stdio: 'ignore' })
    .status === 0;
const folder = mkdtempSync(join(tmpdir(), 'to-r-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tableOf = (name: string) => readCsv(new URL(name, goldens));

/** The calls of one reference file whose names are wanted, each as a script. */
function scriptsOf(name: string, wanted: readonly string[]): string[] {
  const { csv, calls } = JSON.parse(readFileSync(new URL(`${name}.json`, goldens), 'utf8')) as {
    csv: string | null;
    calls: Call[];
  };
  const table = csv ? tableOf(csv) : {};
  const file = csv ? fileURLToPath(new URL(csv, goldens)) : 'none';
  const used = calls.filter(({ fn }) => wanted.includes(fn));
  // The first two of each method: R takes longer to start than to agree.
  const few = wanted.flatMap((fn) => used.filter((call) => call.fn === fn).slice(0, 2));
  return few.map((call) => toR(call, runCall(call, table), file));
}

/** Runs the scripts in one R, each separately, and returns which ones stopped. */
function stopped(scripts: readonly string[]): string[] {
  const files = scripts.map((script, i) => {
    const file = join(folder, `script-${i}.R`);
    writeFileSync(file, script);
    return file;
  });
  const driver = join(folder, 'all.R');
  const list = files.map((file) => JSON.stringify(file)).join(', ');
  const lines = `for (f in c(${list})) tryCatch(source(f, local = new.env()), error = function(e) cat("STOPPED", conditionMessage(e), "\\n"))`;
  writeFileSync(driver, lines);
  const { stdout, status } = spawnSync('Rscript', [driver], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toContain('agrees');
  return stdout.split('\n').filter((line) => line.startsWith('STOPPED'));
}

describe('toR', () => {
  const call: Call = { fn: 'logrank', args: { time: 'time', event: 'event', group: 'sex' } };

  it('includes the call and the numbers', () => {
    const script = toR(call, runCall(call, tableOf('lung.csv')), 'lung.csv');
    expect(script).toContain('survdiff(Surv(d[["time"]], d[["event"]]) ~ g, rho = 0)');
    expect(script).toContain('agree("observed", r[["observed"]], c(112, 53))');
    expect(script).toContain('"lung.csv"');
  });

  it('quotes its input', () => {
    const odd: Call = { fn: 'chisq', args: { row: 'a"); system("x', col: 'b' } };
    const script = toR(odd, { stat: 1, p: 0.5 });
    expect(script).toContain('d[["a\\"); system(\\"x"]]');
  });

  it('has a script for every call', () => {
    // A bare call lacks an argument, not a script.
    for (const fn of callNames) expect(() => toR({ fn, args: {} }, {})).toThrow(/is required|must be/);
    expect(() => toR({ fn: 'magic', args: {} }, {})).toThrow(/fn: has no R script/);
  });

  if (!canRun) {
    it.skip('needs Rscript with survival, pROC, MASS and cmprsk', () => undefined);
    return;
  }

  it('writes scripts with which R agrees', () => {
    const scripts = [
      ...scriptsOf('km_lung', ['km']),
      ...scriptsOf('logrank_lung', ['logrank']),
      ...scriptsOf('surv_veteran', ['cox']),
      ...scriptsOf('logistic_birthwt', ['logistic']),
      ...scriptsOf('tests_birthwt', ['fisher', 'chisq', 'ttest', 'wilcoxon', 'kruskal']),
      ...scriptsOf('tables_inline', ['fisher', 'chisq']),
      ...scriptsOf('roc_asah', ['roc', 'delong', 'calibration', 'netbenefit']),
      ...scriptsOf('delong_unpaired_asah', ['delongUnpaired']),
      ...scriptsOf('cif_mgus2', ['cif']),
      ...scriptsOf('landmark_jasa', ['landmark']),
      ...scriptsOf('iptw_colon', ['propensity', 'km', 'cox']),
      ...scriptsOf('confusion_inline', ['confusion']),
      ...scriptsOf('binomci_inline', ['binomci']),
      ...scriptsOf('edge_all_events_one_time', ['logrank']),
    ];
    const terms = [{ column: 'age', type: 'numeric' }];
    const clustered: Call = { fn: 'cox', args: { time: 'time', event: 'event', terms, cluster: 'inst' } };
    const lung = fileURLToPath(new URL('lung.csv', goldens));
    scripts.push(toR(clustered, runCall(clustered, tableOf('lung.csv')), lung));
    expect(scripts.length).toBeGreaterThan(35);
    expect(stopped(scripts)).toEqual([]);
  }, 120_000);

  it('writes scripts that stop on a wrong number', () => {
    const file = fileURLToPath(new URL('lung.csv', goldens));
    const result = runCall(call, tableOf('lung.csv')) as { chisq: number };
    const wrong = toR(call, { ...result, chisq: result.chisq * (1 + 1e-5) }, file);
    expect(stopped([wrong])[0]).toContain('chisq[1]');
  });
});

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { SettingsError } from '../settings.ts';
import { readCalls, readCsv, answerCalls, toJson } from './stats-calls.ts';
import { withEventValue } from './event-column.ts';
import { inWords } from './stats-report.ts';
import { coxReport, kaplanMeierReport } from './stats-survival.ts';

const portal = fileURLToPath(new URL('../../../../bin/portal', import.meta.url));
const goldens = fileURLToPath(new URL('../../../../packages/stats/reference/goldens/', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'portal-stats-'));
const home = path.join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(path.join(goldens, 'lung.csv'), path.join(folder, 'lung.csv'));

const km = { fn: 'km', args: { time: 'time', event: 'event', times: [365] } };

function write(name: string, calls: unknown): string {
  writeFileSync(path.join(folder, name), JSON.stringify(calls));
  return path.join(folder, name);
}

/** The command as typed, from a folder outside the repository, with nothing set up. */
function run(...words: string[]) {
  const env = { ...process.env, PORTAL_HOME: home, DATABASE_URL: '', INIT_CWD: '', PORTAL_CWD: folder };
  return spawnSync(process.execPath, [portal, 'stats', ...words], { cwd: folder, env, encoding: 'utf8' });
}

describe('portal stats run', () => {
  it('prints only results, equal to those of R, without a database', () => {
    const file = path.join(goldens, 'logrank_lung.json');
    copyFileSync(file, path.join(folder, 'calls.json'));
    const { name, calls } = JSON.parse(readFileSync(file, 'utf8')) as {
      name: string;
      calls: { expect: { chisq: number; p: number } }[];
    };
    const { stdout, stderr, status } = run('run', 'calls.json');
    expect([stderr, status]).toEqual(['', 0]);
    const printed = JSON.parse(stdout) as { name: string; results: { chisq: number; p: number }[] };
    expect(Object.keys(printed)).toEqual(['name', 'results']);
    expect(printed.name).toBe(name);
    expect(printed.results).toHaveLength(calls.length);
    calls.forEach((call, i) => {
      expect(printed.results[i]!.chisq / call.expect.chisq).toBeCloseTo(1, 8);
      expect(printed.results[i]!.p / call.expect.p).toBeCloseTo(1, 8);
    });
    expect(existsSync(home)).toBe(false);
  });

  it('reports a call that cannot be run as a named error among the other results', () => {
    const calls = [km, { fn: 'cox', args: { time: 'time', event: 'event' } }, km];
    write('broken.json', { name: 'broken', csv: 'lung.csv', calls });
    const { stdout, stderr, status } = run('run', 'broken.json');
    expect(status).toBe(0);
    expect(stderr).toContain('call 1 (cox): argument terms: must be a list');
    const { results } = JSON.parse(stdout) as { results: { error?: string }[] };
    expect(results.map(({ error }) => error?.slice(0, 28) ?? 'done')).toEqual([
      'done',
      'call 1 (cox): argument terms',
      'done',
    ]);
  });

  const files = readdirSync(goldens).filter((name) => name.endsWith('.json') && name !== 'versions.json');
  it.each(files)('answers every call of %s, as many as R', async (file) => {
    const { calls, csv } = JSON.parse(readFileSync(path.join(goldens, file), 'utf8')) as {
      csv?: string | null;
      calls: { expect: { error?: string } }[];
    };
    if (csv && !existsSync(path.join(goldens, csv))) {
      await expect(readCalls(path.join(goldens, file))).rejects.toThrow(SettingsError);
      return;
    }
    const read = await readCalls(path.join(goldens, file));
    // R cannot invert some log-rank variances; here such a test has no p value instead.
    const byR = calls.map(({ expect: { error } }) => error !== undefined && !error.includes('singular'));
    expect(answerCalls(read).map((answer) => 'refused' in answer)).toEqual(byR);
  });

  it.each([
    ['an unknown method', { fn: 'magic', args: {} }, 'fn', 'unknown'],
    ['a missing argument', { fn: 'km', args: { time: 'time' } }, 'event', 'required'],
    [
      'a wrong name',
      { fn: 'km', args: { time: 'time', event: 'event', conftype: 'log' } },
      'conftype',
      'not an argument',
    ],
    ['a column that is not there', { fn: 'km', args: { time: 'days', event: 'event' } }, 'days', 'not a column'],
    ['events of 1 and 2', { fn: 'km', args: { time: 'time', event: 'status' } }, 'status', 'line 2: must be 0 or 1'],
    [
      'a text for a truth',
      { fn: 'km', args: { time: 'time', event: 'event', reverse: 'yes' } },
      'reverse',
      'true or false',
    ],
    [
      'a scale that is none',
      { fn: 'km', args: { time: 'time', event: 'event', confType: 'x' } },
      'confType',
      'must be',
    ],
  ])('says what is wrong: %s', async (_what, call, argument, message) => {
    const calls = await readCalls(write('one.json', { name: 'one', csv: 'lung.csv', calls: [km, call] }));
    const [sound, faulty] = answerCalls(calls);
    expect(sound).toHaveProperty('result');
    const refused = faulty && 'refused' in faulty ? faulty.refused : null;
    expect(refused).toMatchObject({ index: 1, fn: call.fn, argument });
    expect(refused?.message).toContain(message);
  });

  it('refuses a file of the wrong shape, or without its table', async () => {
    await expect(readCalls(write('odd.json', { name: 'odd', calls: [{ args: {} }] }))).rejects.toThrow(/calls\.0\.fn/);
    await expect(readCalls(write('lost.json', { name: 'lost', csv: 'no.csv', calls: [] }))).rejects.toThrow(/no\.csv/);
    await expect(readCalls(path.join(folder, 'nowhere.json'))).rejects.toThrow(SettingsError);
  });

  it('writes infinities as strings', () => {
    expect(JSON.parse(toJson({ a: [Infinity, -Infinity, NaN, 0.1] }))).toEqual({
      a: ['Infinity', '-Infinity', null, 0.1],
    });
  });
});

describe('portal stats for people', () => {
  it('takes the value of an event where the column has others than 1 and 0', async () => {
    // lung.csv has both: status is 1 and 2, as R's own data, and event is status == 2.
    const { table } = await readCsv(path.join(folder, 'lung.csv'));
    const options = { time: 'time', conf: 'log-log' as const, confidence: 0.95 };
    const byFlag = inWords(kaplanMeierReport(table, { ...options, event: 'event' }));
    const named = withEventValue(table, { event: 'status', eventValue: '2' });
    expect(inWords(kaplanMeierReport(named, { ...options, event: 'status' }))).toBe(byFlag);
    expect(() => kaplanMeierReport(table, { ...options, event: 'status' })).toThrow(/must be 0 or 1/);
    expect(() => withEventValue(table, { event: 'status', eventValue: 'dead' })).toThrow(
      /no row has dead of --event-value; the column has [12], [12]/,
    );
    expect(run('km', '--csv', 'lung.csv', '--time', 'time', '--event', 'status', '--event-value', '2').stdout).toBe(
      run('km', '--csv', 'lung.csv', '--time', 'time', '--event', 'event').stdout,
    );
  });

  it('prints medians and survival as survfit does', async () => {
    // R: print(survfit(Surv(time, event) ~ sex, lung, conf.type = "log-log")); summary(…, times = 365)
    const options = {
      time: 'time',
      event: 'event',
      group: 'sex',
      conf: 'log-log' as const,
      confidence: 0.95,
      at: [365],
    };
    const text = inWords(kaplanMeierReport((await readCsv(path.join(folder, 'lung.csv'))).table, options));
    expect(text).toContain('Kaplan-Meier, Greenwood variance, log-log limits');
    expect(text).toContain('228 rows used');
    expect(text).toMatch(/1 +138 +112 +270 +210 +306/);
    expect(text).toMatch(/2 +90 +53 +426 +345 +524/);
    expect(text).toMatch(/1 +365 +35 +0\.33609 +0\.043424/);
  });

  it('reports how many rows it left out', async () => {
    // R: print(coef(summary(coxph(Surv(time, event) ~ ph.ecog, lung))), digits = 5); 1 observation deleted
    const terms = [{ column: 'ph.ecog', type: 'numeric' as const }];
    const options = { time: 'time', event: 'event', terms, ties: 'efron' as const, confidence: 0.95 };
    const text = inWords(coxReport((await readCsv(path.join(folder, 'lung.csv'))).table, options));
    expect(text).toContain('227 rows used, 1 row left out');
    expect(text).toMatch(/ph\.ecog +0\.47594 +0\.11337/);
  });
});

describe('portal stats cox of intervals', () => {
  it('prints the same as coxph', async () => {
    // R: Surv(c(0, 0, 1), c(1, 2, 3), 1) ~ c(0, 1, 0) has a hazard ratio of 1: worked by hand beside coxRegression.
    writeFileSync(path.join(folder, 'intervals.csv'), 'from,to,event,x\n0,1,1,0\n0,2,1,1\n1,3,1,0\n');
    const terms = [{ column: 'x', type: 'numeric' as const }];
    const options = { start: 'from', time: 'to', event: 'event', terms, ties: 'efron' as const, confidence: 0.95 };
    const text = inWords(coxReport((await readCsv(path.join(folder, 'intervals.csv'))).table, options));
    expect(text).toMatch(/^x +\S+ +\S+ +1 /m);
  });
});

describe('the table of portal stats', () => {
  const calls = {
    name: 'table',
    csv: 'table.csv',
    calls: [{ fn: 'km', args: { time: 'time', event: 'event', group: 'arm' } }],
  };
  const save = (text: string, encoding = 'utf8') => {
    writeFileSync(path.join(folder, 'table.csv'), iconv.encode(text, encoding));
    write('table.json', calls);
  };
  const rows = (a: string, b: string) => `time,event,arm\n5,1,${a}\n6,0,${a}\n7,1,${b}\n8,1,${b}\n`;

  it('is read in its encoding, which is reported beside the results', () => {
    save(rows('阳性', '阴性'), 'gb18030');
    const { stdout, stderr, status } = run('run', 'table.json');
    expect([status, stderr]).toEqual([0, 'read as GB18030, for example: 阳性 | 阴性\n']);
    const { results } = JSON.parse(stdout) as { results: { groups: { group: string; n: number }[] }[] };
    expect(results[0]!.groups.map(({ group, n }) => [group, n])).toEqual([
      ['阳性', 2],
      ['阴性', 2],
    ]);
  });

  it('needs an explicit encoding where that is in doubt, and is read in it', () => {
    save(rows('Müller', 'Weiß'), 'windows-1252');
    const doubt = run('km', '--csv', 'table.csv', '--time', 'time', '--event', 'event', '--group', 'arm');
    expect(doubt.status).toBe(1);
    expect(doubt.stderr).toContain('--encoding windows-1252: read as Windows-1252: Müller | Weiß');
    const named = run(
      'km',
      '--csv',
      'table.csv',
      '--time',
      'time',
      '--event',
      'event',
      '--group',
      'arm',
      '--encoding',
      'windows-1252',
    );
    expect(named.stdout).toMatch(/^Müller .*\n?.*^Weiß /ms);
  });

  it('is refused if a heading is repeated; rows left out are reported', async () => {
    save('time,event,time\n5,1,0.3\n');
    await expect(readCalls(path.join(folder, 'table.json'))).rejects.toThrow(
      /table\.csv: .*the column "time" more than once/,
    );
    save(rows('HTI', 'HTI ').replace('8,1,HTI ', '8,1,NA'));
    const read = await readCalls(path.join(folder, 'table.json'));
    expect(read.notes).toHaveLength(2);
    expect(answerCalls(read)[0]).toMatchObject({ result: { groups: [{ group: 'HTI', n: 3 }] } });
  });
});

describe('portal stats r', () => {
  it('writes one script per call', () => {
    const terms = [{ column: 'age', type: 'numeric' }];
    const propensity = { fn: 'propensity', args: { treat: 'event', terms } };
    write('two.json', { name: 'two', csv: 'lung.csv', calls: [km, propensity] });
    const { stderr, status } = run('r', 'two.json', '--out', 'scripts');
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(path.join(folder, 'scripts'))).toEqual(['two-0-km.R', 'two-1-propensity.R']);
    const script = readFileSync(path.join(folder, 'scripts', 'two-0-km.R'), 'utf8');
    expect(script).toContain(JSON.stringify(path.join(folder, 'lung.csv')));
  });
});

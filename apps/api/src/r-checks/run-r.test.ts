import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Call, runCall, toRTogether } from '@haim/stats';
import { findR, type FoundR } from './find-r.ts';
import { type MadeFolder, madeFolder } from './r-checks.fixture.ts';
import { type Checked, RChecks } from './r-checks.ts';

const repository = path.resolve(import.meta.dirname, '../../../..');
/** R as it is on this machine: the program, and webR where `portal r install` or PORTAL_R put it. */
const program = await findR({ given: 'Rscript', home: repository });
const places = [
  process.env['PORTAL_R'],
  path.join(repository, '.portal/webr'),
  path.join(repository, 'node_modules/webr'),
];
let webr: FoundR | null = null;
for (const given of places) if (given) webr ??= await findR({ given, home: repository });
if (webr?.kind !== 'webr') webr = null;

const never = new AbortController().signal;
const table = {
  days: ['5', '12', '20', '31', '44', '58', '60', '75', '91', '100'],
  event: ['1', '1', '0', '1', '1', '0', '1', '1', '0', '1'],
  arm: ['甲', 'b', '甲', 'b', '甲', 'b', '甲', 'b', '甲', 'b'],
};
const data = [Object.keys(table).join(','), ...table.days.map((day, i) => `${day},${table.event[i]},${table.arm[i]}`)];
const calls: Call[] = [
  { fn: 'km', args: { time: 'days', event: 'event', group: 'arm' } },
  { fn: 'logrank', args: { time: 'days', event: 'event', group: 'arm' } },
];
const named = calls.map((call) => ({ name: call.fn, call, result: runCall(call, table) }));
const script = toRTogether(named, ['a table'], 'patients.csv');
const files = (text: string): Checked => ({
  name: 'patients',
  data: `${data.join('\r\n')}\r\n`,
  rows: 10,
  script: text,
});

let home: MadeFolder;
beforeAll(() => (home = madeFolder()));
afterAll(() => home.remove());

for (const [name, r] of [
  ['Rscript', program],
  ['webR', webr],
] as const) {
  describe.skipIf(!r)(`${name} on this machine`, { timeout: 120_000 }, () => {
    const given = r?.kind === 'webr' ? r.folder : 'Rscript';
    const checks = (seconds = 60, bytes = 2 ** 31) =>
      new RChecks({ given, home: home.folder }, { seconds, bytes, perHourAndAsker: 60, waiting: 8 });

    it('agrees with numbers, and differs from others', async () => {
      const right = await checks().check('a', files(script), never);
      expect(right).toMatchObject({ outcome: 'agrees', rVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string });
      expect(right.total).toBeGreaterThan(40);
      const wrong = script.replace(
        /agree\("chisq", r\[\["chisq"\]\], c\([^)]*\)\)/g,
        'agree("chisq", r[["chisq"]], c(99))',
      );
      const differs = await checks().check('a', files(wrong), never);
      expect(differs).toMatchObject({ outcome: 'differs', total: right.total });
      expect(differs.differences.every(({ what, portal }) => what.endsWith('chisq') && portal === '99')).toBe(true);
    });

    it('reports what stopped a script, and packages that it lacks', async () => {
      expect(await checks().check('a', files('stop("no such thing")'), never)).toMatchObject({
        outcome: 'failed',
        reason: expect.stringContaining('no such thing') as string,
      });
      const lacking = script.replace(/^needs\(.*\)$/m, 'needs("noSuchPackage")');
      expect(await checks().check('a', files(lacking), never)).toMatchObject({
        outcome: 'lacksPackage',
        lacks: ['noSuchPackage'],
      });
    });

    it('is ended where it takes too long or too much memory', async () => {
      expect(await checks(8).check('a', files('repeat {}'), never)).toMatchObject({ outcome: 'tooLong' });
      const grows = 'kept <- list(); repeat kept[[length(kept) + 1]] <- rnorm(2e6)';
      const { outcome } = await checks(60, 9e8).check('a', files(grows), never);
      // R may refuse the last allocation itself before it is ended.
      expect(['tooLarge', 'failed']).toContain(outcome);
    });
  });
}

describe('the process of webR', () => {
  it('opens no connection, waits for none and starts no program, nor do its threads', async () => {
    let asked = 0;
    const server = createServer((_req, res) => {
      asked += 1;
      res.end('here');
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const attempts = `
      import childProcess from 'node:child_process';
      import dgram from 'node:dgram';
      import http, { get } from 'node:http';
      import net, { connect } from 'node:net';
      import tls from 'node:tls';
      import { Worker, isMainThread } from 'node:worker_threads';
      const said = [];
      const tried = async (name, work) => said.push(name + ' ' + (await Promise.resolve().then(work).then(() => 'passed', () => 'refused')));
      const opened = (made) => new Promise((resolve, reject) => made.once('error', reject).once('connect', resolve).once('response', resolve));
      await tried('fetch', () => fetch('http://127.0.0.1:${port}'));
      await tried('get', () => opened(get('http://127.0.0.1:${port}')));
      await tried('request', () => opened(http.request('http://127.0.0.1:${port}').end()));
      await tried('connect', () => opened(connect(${port}, '127.0.0.1')));
      await tried('socket', () => opened(new net.Socket().connect(${port}, '127.0.0.1')));
      await tried('tls', () => opened(tls.connect(${port}, '127.0.0.1')));
      await tried('dgram', () => dgram.createSocket('udp4'));
      await tried('listen', () => http.createServer().listen(0));
      await tried('spawn', () => childProcess.spawnSync(process.execPath, ['-v']));
      console.log(said.join('\\n'));
      if (isMainThread) new Worker(new URL(import.meta.url)).on('error', (error) => console.log('thread: ' + error.message));
    `;
    const url = `data:text/javascript,${encodeURIComponent(attempts)}`;
    const preload = String(new URL('./refuse-network.ts', import.meta.url));
    const { stdout } = spawnSync(
      process.execPath,
      ['--import', preload, '--input-type=module', '-e', `await import(${JSON.stringify(url)})`],
      { encoding: 'utf8' },
    );
    server.close();
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(18);
    expect(lines.filter((line) => !line.endsWith('refused'))).toEqual([]);
    expect(asked).toBe(0);
  });
});

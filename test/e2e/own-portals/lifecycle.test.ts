import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../apps/api/src/db/embedded.ts';
import { prepareHome } from '../../../apps/api/src/settings.ts';
import { leftOf, processesOf } from '../processes.ts';
import {
  environment,
  freePort,
  repositoryRoot,
  type StartedPortal,
  startPortalProcess,
  temporaryHome,
} from '../start-portal.ts';

const password = 'a password for the lifecycle';

async function signInAt(baseUrl: string): Promise<number> {
  const answer = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@demo.local', password }),
  });
  return answer.status;
}

/** Runs a command of the portal to its end. */
function command(args: string[], settings: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['bin/bootstrap.mjs', ...args], {
    cwd: repositoryRoot,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString('utf8')));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 1, said: said.trim() })));
}

describe.skipIf(process.platform !== 'linux')(
  'the life of a portal (processes are counted in /proc, so on Linux only)',
  () => {
    const { home, remove } = temporaryHome();
    /** Its slides are drawn meanwhile: a start that is ended must end that too. */
    const drawing = { PORTAL_HOME: home, PORTAL_DEMO_PASSWORD: password };
    const settings = { ...drawing, PORTAL_DEMO_SLIDES: '0' };
    /** A portal that one test leaves running for the next. */
    let handed: StartedPortal | null = null;
    // Leftovers of a failed test must not affect the next.
    afterEach(async () => {
      if (handed !== null) return;
      for (const pid of processesOf(home)) process.kill(pid, 'SIGKILL');
      await leftOf(home, 5_000);
    });
    afterAll(remove);

    it('Ctrl-C ends it with exit code 0, in order, and leaves no process', async () => {
      const started = await startPortalProcess(drawing);
      expect(await signInAt(started.baseUrl)).toBe(200);
      // PostgreSQL, API, worker and pages beside bootstrap and supervisor.
      expect(processesOf(home).length).toBeGreaterThanOrEqual(5);
      started.process.kill('SIGINT');
      expect(await started.ended).toBe(0);
      expect(await leftOf(home, 2_000)).toEqual([]);
      const log = readFileSync(path.join(home, 'log', 'postgres.log'), 'utf8');
      expect(log.trimEnd().split('\n').at(-1)).toContain('database system is shut down');
    }, 300_000);

    it('refuses a second portal on the same home, and leaves the first alone', async () => {
      const started = await startPortalProcess(settings);
      const second = await command(['start'], { ...settings, PORTAL_PORT: String(await freePort()) });
      expect(second.code).toBe(1);
      expect(second.said).toMatch(/PORTAL_HOME \(.*\) is in use by the portal with process id \d+: stop that one/);
      expect(await signInAt(started.baseUrl)).toBe(200);
      handed = started;
    }, 120_000);

    it('a second start is quick; SIGTERM leaves no process either', async () => {
      const started = handed ?? (await startPortalProcess(settings));
      handed = null;
      // Nothing is repeated; 15 s is the promise on a machine of its own, and the tests share theirs.
      expect(started.printed()).not.toMatch(/Pages: building|Demonstration:|Installing/);
      expect(started.readyAfterMs).toBeLessThan(60_000);
      started.process.kill('SIGTERM');
      expect(await started.ended).toBe(0);
      expect(await leftOf(home, 2_000)).toEqual([]);
    }, 120_000);

    it('starts again after every process was killed, with the data as they were', async () => {
      const started = await startPortalProcess(settings);
      const written = { email: 'killed@site.org', name: 'Written before the kill' };
      const added = await command(
        [
          'portal',
          'user',
          'add',
          written.email,
          '--name',
          written.name,
          '--role',
          'investigator',
          '--study',
          'HAIC-DEMO',
        ],
        settings,
      );
      expect(added.code).toBe(0);
      for (const pid of processesOf(home)) process.kill(pid, 'SIGKILL');
      await started.ended;
      expect(await leftOf(home, 10_000)).toEqual([]);

      const again = await startPortalProcess(settings);
      expect(await signInAt(again.baseUrl)).toBe(200);
      const listed = await command(['portal', 'user', 'list'], settings);
      expect(listed.said).toContain(`${written.email}\t${written.name}\tactive`);
      again.process.kill('SIGTERM');
      expect(await again.ended).toBe(0);
    }, 180_000);

    it('a killed supervisor ends its parts too, PostgreSQL included', async () => {
      const started = await startPortalProcess(drawing);
      const { pid } = JSON.parse(readFileSync(path.join(home, 'portal.lock'), 'utf8')) as { pid: number };
      process.kill(pid, 'SIGKILL');
      await started.ended;
      // A slide of the demonstration that is being drawn is finished first: arithmetic hears nothing.
      expect(await leftOf(home, 60_000)).toEqual([]);
    }, 120_000);

    it('keeps its secrets to itself', () => {
      expect(statSync(path.join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
      const secrets = Object.values(
        JSON.parse(readFileSync(path.join(home, 'secrets.json'), 'utf8')) as Record<string, string>,
      );
      expect(secrets.length).toBeGreaterThan(3);
      for (const part of ['api', 'worker', 'web', 'postgres']) {
        const log = readFileSync(path.join(home, 'log', `${part}.log`), 'utf8');
        for (const secret of [...secrets, password]) expect(log.includes(secret)).toBe(false);
      }
    });
  },
);

describe('a wrong setting stops the start with one sentence', () => {
  const { home, remove } = temporaryHome();
  let busy: http.Server;
  let oldServer: string;
  beforeAll(async () => {
    busy = http.createServer((_req, res) => res.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => busy.once('listening', resolve));
    oldServer = `127.0.0.1:${(busy.address() as { port: number }).port}`;
  });
  afterAll(() => {
    busy.close();
    remove();
  });

  const cases: [name: string, settings: () => Record<string, string>, sentence: RegExp][] = [
    [
      'a port that is no number',
      () => ({ PORTAL_PORT: 'three' }),
      /^portal: PORTAL_PORT \(three\) is not a whole number: set a port/,
    ],
    ['a port out of range', () => ({ PORTAL_PORT: '70000' }), /PORTAL_PORT \(70000\) is not between 1 and 65535/],
    [
      'a port in use',
      () => ({ PORTAL_PORT: oldServer.split(':')[1]! }),
      /PORTAL_PORT \d+ is in use by another program: stop that program, or start with PORTAL_PORT=\d+\.$/,
    ],
    [
      'a word where 0 or 1 is expected',
      () => ({ PORTAL_DEMO_SLIDES: 'no' }),
      /PORTAL_DEMO_SLIDES \(no\) is neither 0 nor 1: set 0 to leave the slides/,
    ],
    [
      'a short password',
      () => ({ PORTAL_DEMO_PASSWORD: 'elevenchars' }),
      /PORTAL_DEMO_PASSWORD is shorter than 12 characters/,
    ],
    [
      'a password that anybody guesses',
      () => ({ PORTAL_DEMO_PASSWORD: 'aaaaaaaaaaaa' }),
      /PORTAL_DEMO_PASSWORD repeats one character: use at least 12 characters/,
    ],
    [
      'an address of another database',
      () => ({ DATABASE_URL: 'mysql://u:p@h/d' }),
      /DATABASE_URL is not a PostgreSQL address/,
    ],
    [
      'a server that is no PostgreSQL',
      () => ({ DATABASE_URL: `postgres://u:p@${oldServer}/d` }),
      /DATABASE_URL \(.*\) does not answer/,
    ],
    [
      'a home that is a file',
      () => ({ PORTAL_HOME: path.join(repositoryRoot, 'package.json') }),
      /PORTAL_HOME \(.*\) cannot be written/,
    ],
  ];

  it.each(cases)(
    '%s',
    async (_name, wrong, sentence) => {
      const { code, said } = await command(['start'], {
        PORTAL_HOME: home,
        PORTAL_PORT: String(await freePort()),
        ...wrong(),
      });
      expect(code).toBe(1);
      const complaint = said.split('\n').filter((line) => line.startsWith('portal: '));
      expect(complaint).toHaveLength(1);
      expect(complaint[0]).toMatch(sentence);
      // The sentence is the last output: no stack follows.
      expect(said.split('\n').at(-1)).toBe(complaint[0]);
    },
    30_000,
  );

  it('a home that may not be written', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may write everywhere');
    const closed = path.join(path.dirname(home), 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const { code, said } = await command(['start'], { PORTAL_HOME: path.join(closed, 'home') });
    expect(code).toBe(1);
    expect(said).toMatch(/portal: PORTAL_HOME \(.*\) cannot be written \(EACCES\): set a folder/);
  });
});

describe('an external PostgreSQL', () => {
  const { home, remove } = temporaryHome();
  const server = temporaryHome();
  let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  beforeAll(async () => {
    prepareHome(server.home);
    postgres = await startEmbeddedPostgres(server.home, { isThrowaway: true });
  });
  afterAll(async () => {
    await postgres.stop();
    server.remove();
    remove();
  });

  it('serves the portal with an owner who is not a superuser, and is left running', async () => {
    const client = new pg.Client({ connectionString: postgres.ownerUrl });
    await client.connect();
    try {
      // The two statements of docs/operations.md.
      await client.query("create role own_owner login createrole password 'a password of its own'");
      await client.query('create database own owner own_owner');
      const url = new URL(postgres.ownerUrl);
      Object.assign(url, { username: 'own_owner', password: 'a password of its own', pathname: '/own' });
      const settings = {
        PORTAL_HOME: home,
        PORTAL_DEMO_PASSWORD: password,
        PORTAL_DEMO_SLIDES: '0',
        DATABASE_URL: url.toString(),
      };
      for (const round of ['first', 'second']) {
        const started = await startPortalProcess(settings);
        expect([round, await signInAt(started.baseUrl)]).toEqual([round, 200]);
        started.process.kill('SIGTERM');
        expect(await started.ended).toBe(0);
      }
      expect(existsSync(path.join(home, 'postgres'))).toBe(false);
      const { rows } = await client.query<{ rolname: string }>(
        `select rolname from pg_roles where rolname in ('own_owner', 'portal_app', 'portal_worker', 'portal_auth')
         and (rolsuper or rolbypassrls)`,
      );
      expect(rows).toEqual([]);
    } finally {
      await client.end();
    }
  }, 300_000);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from '../db/connections.ts';
import { registerWorker } from '../jobs/worker-registry.ts';
import { withLogFields } from '../log-scope.ts';
import { countRequest } from '../metrics.ts';
import { openPeopleFixture } from './people.fixture.ts';

/** The id of every request that the server of this test answers, by the order in which they came. */
const ids: string[] = [];
const at = await openPeopleFixture({
  around: (answer) => (req, res) => {
    const requestId = `request-${ids.length}`;
    ids.push(requestId);
    withLogFields({ requestId }, () => answer(req, res));
  },
});
let cookie: string;

beforeAll(async () => {
  await at.person('runs', 'portalAdministrator');
  await at.person('looks', 'investigator');
  cookie = await at.signIn('runs');
});
afterAll(() => at.close());

const question = `{ operation { release startedAt openSessions slowFromMs
  checks { name level reason amount of at } queue { kind waiting active oldestSeconds }
  workers { kinds isAlive runKind threads } refusedSignIns { hour day accounts tooMany }
  requests { route answers failed mostWithinSeconds } slowStatements { text times longestMs plan } } }`;

interface Operation {
  readonly release: string;
  readonly openSessions: number;
  readonly checks: readonly { name: string; level: string; reason: string }[];
  readonly queue: readonly object[];
  readonly workers: readonly object[];
  readonly refusedSignIns: object;
  readonly requests: readonly object[];
}

async function look(): Promise<Operation> {
  const { data, code } = await at.ask(cookie, question);
  expect(code).toBeNull();
  return data!['operation'] as Operation;
}

it('is open to whoever runs the portal, and to nobody else', async () => {
  const other = await at.signIn('looks');
  expect(await at.ask(other, question)).toMatchObject({ code: 'FORBIDDEN' });
  expect((await at.ask(other, '{ viewer { mayWatchPortal } }')).data).toEqual({ viewer: { mayWatchPortal: false } });
  expect((await at.ask(cookie, '{ viewer { mayWatchPortal } }')).data).toEqual({ viewer: { mayWatchPortal: true } });
});

it('states each thing that the portal needs, the queue, its workers and who was refused', async () => {
  for (let i = 0; i < 2; i += 1) await at.post('/api/auth/sign-in/email', { email: 'looks@site.org', password: 'no' });
  await at.post('/api/auth/sign-in/email', { email: 'nobody@site.org', password: 'no' });
  await at.owner.query(`insert into queue.job (name, data) values ('jobs', '{"kind": "quality_run", "id": "1"}')`);
  const pool = openPool({ connectionString: at.database.workerUrl, max: 1 }, () => undefined);
  const worker = await registerWorker(pool, { kinds: ['quality_run'], threads: 2, onRefused: () => undefined });
  for (const [status, ms] of [[200, 3], [200, 30], [500, 300]] as const) countRequest('tiles', status, ms); // prettier-ignore

  const seen = await look();
  expect(seen.release).toMatch(/^\d+\.\d+\.\d+\+\d{13}$/);
  expect(seen.openSessions).toBe(2);
  expect(seen.checks.map(({ name, level, reason }) => [name, level, reason])).toEqual([
    ['database', 'OK', 'answers'],
    ['replica', 'NONE', 'none'],
    ['queue', 'OK', 'moves'],
    ['workers', 'OK', 'seen'],
    ['disk', expect.stringMatching(/^(OK|WARNING)$/), expect.stringMatching(/^(enough|low)$/)],
    ['backup', 'NONE', 'notSetUp'],
    ['clock', 'OK', 'agrees'],
    ['certificate', 'NONE', 'noCertificate'],
  ]);
  expect(seen.queue).toMatchObject([{ kind: 'checks', waiting: 1, active: 0 }]);
  expect(seen.workers).toMatchObject([{ kinds: ['checks'], isAlive: true, runKind: null, threads: 2 }]);
  expect(seen.refusedSignIns).toEqual({ hour: 3, day: 3, accounts: 1, tooMany: 0 });
  // Two of three within 0.05 s: 95 % only within the bucket of the third.
  expect(seen.requests).toContainEqual({ route: 'tiles', answers: 3, failed: 1, mostWithinSeconds: 0.5 });
  await worker.leave();
  await pool.end();
});

it('the id of a request is in the trail, and goes with the run that it asked for', async () => {
  const before = ids.length;
  await at.post('/api/auth/sign-in/email', { email: 'looks@site.org', password: 'no' });
  const { rows } = await at.owner.query<{ request_id: string }>(
    `select request_id from portal.audit_entry where action = 'signInFailed' order by id desc limit 1`,
  );
  expect(rows[0]?.request_id).toBe(ids[before]);
});

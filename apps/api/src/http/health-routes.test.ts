import express from 'express';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Checked, type Level } from '../watching/health.ts';
import { type HealthOfDoor, mountHealth, mountMetrics } from './health-routes.ts';

let server: Server | null = null;
afterEach(() => void server?.close());

async function at(
  mount: (app: express.Express) => void,
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const app = express();
  mount(app);
  await new Promise<void>((resolve) => (server = app.listen(0, '127.0.0.1', () => resolve())));
  const { port } = server!.address() as AddressInfo;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

const found = (levels: Partial<Record<Checked['name'], Level>>): Checked[] =>
  Object.entries(levels).map(([name, level]) => ({ name: name as Checked['name'], level, reason: 'answers' }));

const door = (own: Partial<HealthOfDoor>) => (app: express.Express) =>
  mountHealth(app, { isReady: true, databaseAnswers: async () => true, look: async () => [], ...own });

it.each([
  ['all is well', { database: 'ok', disk: 'ok', backup: 'none' }, 200, 200],
  ['something needs to be looked at', { database: 'ok', backup: 'warning' }, 200, 503],
  ['a disk is full, and records are still shown', { database: 'ok', disk: 'failing' }, 200, 503],
  ['the database is away', { database: 'failing', disk: 'ok' }, 503, 503],
] as const)('readiness where %s', async (_, levels, status, strict) => {
  const ask = await at(door({ look: async () => found(levels) }));
  const [ready, warned] = [await ask('/health/ready'), await ask('/health/ready?level=warning')];
  expect([ready.status, warned.status]).toEqual([status, strict]);
  // How it is, and never how much of what: whoever asks is nobody.
  expect(await ready.json()).toEqual({ ready: status === 200, starting: false, checks: levels });
  expect(ready.headers.get('cache-control')).toBe('no-store');
});

it('a portal that starts is live and not ready', async () => {
  const ask = await at(door({ isReady: false, look: null }));
  expect((await ask('/health/live')).status).toBe(200);
  const ready = await ask('/health/ready');
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { ready: false, starting: true, checks: { database: 'ok' } },
  ]);
});

it('a level that is none is refused', async () => {
  const answer = await (await at(door({})))('/health/ready?level=fatal');
  expect([answer.status, await answer.json()]).toMatchObject([400, { message: 'level must be failing or warning' }]);
});

it('metrics are for whoever has the token, and not there without one', async () => {
  const token = 'a token of twenty-four letters or more';
  const read = async () => ({ text: 'portal_workers 1\n', type: 'text/plain; version=0.0.4; charset=utf-8' });
  const ask = await at((app) => mountMetrics(app, { token, read }));
  const given = (authorization: string) => ask('/metrics', { headers: { authorization } });
  expect((await ask('/metrics')).status).toBe(401);
  expect((await given(`Bearer ${token}x`)).status).toBe(401);
  expect((await given(token)).status).toBe(401);
  const answer = await given(`Bearer ${token}`);
  expect([answer.status, await answer.text()]).toEqual([200, 'portal_workers 1\n']);
});

import { type Express } from 'express';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { waitingRoom } from './front-door.ts';

let server: Server | null = null;
afterEach(() => void server?.close());

async function waiting(query: () => Promise<unknown>): Promise<(path: string, accept?: string) => Promise<Response>> {
  const auth = { pool: { query } } as unknown as PortalAuth;
  const app: Express = waitingRoom({ auth, publicUrl: 'http://localhost', isDevelopment: false });
  await new Promise<void>((resolve) => (server = app.listen(0, '127.0.0.1', () => resolve())));
  const { port } = server!.address() as AddressInfo;
  return (path, accept = '*/*') => fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } });
}

it('a portal that is not ready is not healthy, even if its database answers', async () => {
  const ask = await waiting(async () => ({}));
  const health = await ask('/api/health');
  expect([health.status, await health.json()]).toEqual([503, { database: true }]);
  const page = await ask('/', 'text/html');
  const html = await page.text();
  expect([page.status, html.includes('The portal is starting'), html.includes('门户正在启动')]).toEqual([
    503,
    true,
    true,
  ]);
});

it('reports a database that does not answer', async () => {
  const ask = await waiting(() => Promise.reject(new Error('refused')));
  const health = await ask('/api/health');
  expect([health.status, await health.json()]).toEqual([503, { database: false }]);
  const answer = await ask('/graphql');
  const told = (await answer.json()) as { code: string; message: string };
  expect([answer.status, told.code]).toEqual([503, 'UNAVAILABLE']);
  expect(told.message).toContain('the database does not answer');
});

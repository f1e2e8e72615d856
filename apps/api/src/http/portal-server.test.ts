import { expect, it } from 'vitest';
import { openPortalServer } from './portal-server.ts';

it('keeps connections that nobody uses longer than a reverse proxy does', async () => {
  const { portal, listening } = openPortalServer({ port: 0, host: '127.0.0.1' }, (_req, res) => res.end('here'));
  await listening;
  const answer = await fetch(`http://127.0.0.1:${portal.port()}`);
  expect(await answer.text()).toBe('here');
  // nginx: keepalive_timeout of an upstream is 60 s.
  expect(Number(/^timeout=(\d+)$/.exec(answer.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
  await portal.close();
});

import { type AddressInfo, type Server } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CertificateEnd } from './certificate-end.ts';
import { certificate, certificateEnd, certificateKey } from './certificate.fixture.ts';

const end = Date.parse(certificateEnd);
const day = 24 * 3_600_000;
let server: Server;
let url: string;
let connections = 0;

beforeAll(async () => {
  server = tls.createServer({ cert: certificate, key: certificateKey }, (socket) =>
    socket.on('error', () => undefined),
  );
  // Before the two shake hands, so before anybody has read the certificate.
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server?.close());

it.each([
  [40, 'ok', 'valid'],
  [20, 'warning', 'endsSoon'],
  [-1, 'failing', 'ended'],
])('the certificate of the proxy, %d days before its end', async (days, level, reason) => {
  const seen = await new CertificateEnd(url, () => end - days * day).seen();
  expect(seen).toEqual({ level, reason, at: new Date(end) });
});

it('is looked at once an hour, and sooner where nothing answered', async () => {
  let now = end - 40 * day;
  const certificateEndOf = new CertificateEnd(url, () => now);
  const before = connections;
  await certificateEndOf.seen();
  now += 59 * 60_000;
  await certificateEndOf.seen();
  expect(connections - before).toBe(1);
  now += 2 * 60_000;
  await certificateEndOf.seen();
  expect(connections - before).toBe(2);
  const nothing = new CertificateEnd('https://localhost:9', () => now);
  expect(await nothing.seen()).toEqual({ level: 'warning', reason: 'notReached' });
});

it('of an address without https is nothing', async () => {
  expect(await new CertificateEnd('http://localhost:3000').seen()).toEqual({ level: 'none', reason: 'noCertificate' });
});

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressScripts } from '../supervisor/page-scripts.ts';
import { pageAssets } from './page-assets.ts';

const script = `export const words = ${JSON.stringify('overall survival '.repeat(200))};\n`;
let server: Server;

beforeAll(async () => {
  const next = mkdtempSync(path.join(os.tmpdir(), 'page-assets-'));
  const chunks = path.join(next, 'static', 'chunks');
  mkdirSync(chunks, { recursive: true });
  writeFileSync(path.join(chunks, 'a1b2.js'), script);
  writeFileSync(path.join(chunks, 'font.woff2'), 'font');
  writeFileSync(path.join(next, 'secret.js.br'), 'not of the pages');
  await compressScripts(next);
  writeFileSync(path.join(chunks, 'later.js'), script);
  const app = express()
    .use('/_next/static', pageAssets(path.join(next, 'static')))
    .use((req, res) => void res.set('x-rest', req.originalUrl).send('rest'));
  server = createServer({ keepAliveTimeout: 0 }, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** As it comes over the wire: `fetch` would undo the compression and hide a wrong name of it. */
const ask = (place: string, encoding: string): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ port, host: '127.0.0.1', path: place, headers: { 'accept-encoding': encoding } }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });

describe('the scripts of the pages', () => {
  it('are sent as they were compressed at the build, for a year, under their own type', async () => {
    const { status, headers, body } = await ask('/_next/static/chunks/a1b2.js?dpl=1', 'gzip, deflate, br, zstd');
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe('br');
    expect(headers['content-type']).toMatch(/^text\/javascript/);
    expect(headers['cache-control']).toMatch(/max-age=31536000.*immutable/);
    expect(headers['vary']).toMatch(/accept-encoding/i);
    expect(body.length).toBeLessThan(script.length / 10);
    expect(brotliDecompressSync(body).toString()).toBe(script);
  });

  it.each([
    ['to whoever does not take brotli', '/_next/static/chunks/a1b2.js', 'gzip'],
    ['where they came after the build', '/_next/static/chunks/later.js', 'br'],
    ['of another kind', '/_next/static/chunks/font.woff2', 'br'],
    ['outside of their folder', '/_next/static/..%2fsecret.js', 'br'],
    ['outside of their folder, in other signs', '/_next/static/%2e%2e/secret.js', 'br'],
  ])('are left to Next %s, at the address that was asked for', async (_, place, encoding) => {
    const { headers, body } = await ask(place, encoding);
    expect(headers['x-rest']).toBe(place);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe('rest');
  });
});

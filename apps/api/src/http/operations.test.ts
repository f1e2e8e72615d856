import http from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isOperation, operations } from './operations.ts';
import { headersOfData } from './security-headers.ts';

/** Repeats the operation in as many characters as it asks for, after the delay of a real one. */
let asked: HTTPGraphQLRequest[] = [];
let failure: Error | null = null;
const server = http.createServer((req, res) => {
  if (!isOperation(req)) return void res.writeHead(404).end('elsewhere');
  operations(async (operation) => {
    asked.push(operation);
    await new Promise(setImmediate);
    if (failure) throw failure;
    const { length = 2 } = (operation.body ?? {}) as { length?: number };
    const headers = new HeaderMap([['content-type', 'application/json; charset=utf-8']]);
    return { headers, body: { kind: 'complete', string: 'é'.repeat(length) } };
  }, headersOfData('https://portal.example'))(req, res);
});
const json = { 'content-type': 'application/json' };

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => void ([asked, failure] = [[], null]));

interface Answer {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Over node's own client, which neither adds headers nor unpacks bodies. */
function send(body: string | Buffer, headers: http.OutgoingHttpHeaders = json, path = '/graphql'): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = http.request({ port, path, host: '127.0.0.1', method: 'POST', headers }, (res) => {
      const pieces: Buffer[] = [];
      res.on('data', (piece: Buffer) => pieces.push(piece));
      res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, bytes: Buffer.concat(pieces) }));
    });
    // A refused body is not read to its end.
    sent.on('error', reject).end(body);
  });
}

const codeOf = ({ bytes }: Answer): unknown => (JSON.parse(bytes.toString()) as { code: unknown }).code;

describe('an operation', () => {
  it('is handed on as parsed JSON with its headers, and answered with a length', async () => {
    const { status, headers, bytes } = await send('{"query":"{ a }"}', { ...json, cookie: 'a=1', 'x-two': ['1', '2'] });
    expect([status, bytes.toString(), headers['content-length']]).toEqual([200, 'éé', '4']);
    expect(headers['transfer-encoding']).toBeUndefined();
    const [operation] = asked;
    expect(operation?.body).toEqual({ query: '{ a }' });
    expect([operation?.headers.get('cookie'), operation?.headers.get('x-two')]).toEqual(['a=1', '1, 2']);
  });

  it.each([
    ['application/json; charset=utf-8', { a: 1 }],
    ['Application/JSON', { a: 1 }],
    ['text/plain', '{"a":1}'],
    ['application/json-seq', '{"a":1}'],
    ['no type at all', '{"a":1}'],
  ])('of type %s is read as what it is', async (type, body) => {
    await send('{"a":1}', { 'content-type': type });
    expect(asked[0]?.body).toEqual(body);
  });

  it('without a body is the business of the GraphQL server', async () => {
    await send('', {});
    expect(asked[0]?.body).toBeUndefined();
  });

  it('with anything else in its address is answered by the other routes', async () => {
    for (const path of ['/graphql/stream', '/graphql?query=x', '/graphql/', '/GraphQL']) {
      expect((await send('{}', json, path)).status).toBe(404);
    }
  });

  it('is compressed only if it is long and the client can read it', async () => {
    const zip = { 'accept-encoding': 'gzip' };
    const long = await send('{"length":5000}', { ...json, ...zip });
    expect(long.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(long.bytes).toString()).toBe('é'.repeat(5000));
    expect(long.headers['cache-control']).toBe('no-store');
    for (const plain of [await send('{"length":200}', { ...json, ...zip }), await send('{"length":5000}')]) {
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers['content-length']).toBe(String(plain.bytes.length));
    }
  });
});

describe('a refusal', () => {
  const limit = 1_000_000;
  const big = 'x'.repeat(limit + 1);
  it.each([
    ['of another site', '{}', { ...json, origin: 'https://evil.example' }, 403, 'FORBIDDEN'],
    ['sent by a page of another site', '{}', { ...json, 'sec-fetch-site': 'cross-site' }, 403, 'FORBIDDEN'],
    ['that is not JSON', '{', json, 400, 'BAD_REQUEST'],
    ['that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), json, 400, 'BAD_REQUEST'],
    ['in a compressed body', '{}', { ...json, 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_ENCODING'],
    ['of more than 1 MB', big, { ...json, 'content-length': big.length }, 413, 'TOO_LARGE'],
    ['of more than 1 MB in pieces', big, { ...json, 'transfer-encoding': 'chunked' }, 413, 'TOO_LARGE'],
  ])('of a request %s names its code and reaches nobody', async (_, body, headers, status, code) => {
    const answer = await send(body, headers);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect((JSON.parse(answer.bytes.toString()) as { error: object }).error).toMatchObject({ code });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(asked).toEqual([]);
  });

  it('a failure is logged and hidden', async () => {
    failure = new Error('select secret from portal.patient');
    const answer = await send('{}');
    expect([answer.status, codeOf(answer)]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(answer.bytes.toString()).not.toContain('secret');
  });

  it('a database that is away is 503 with a time to come back', async () => {
    failure = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const answer = await send('{}');
    expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'UNAVAILABLE', '3']);
  });
});

it('every answer allows a page nothing and is for its reader alone', async () => {
  const { headers } = await send('{}');
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cache-control': 'no-store',
  });
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headersOfData('http://localhost:3000')).not.toHaveProperty('strict-transport-security');
});

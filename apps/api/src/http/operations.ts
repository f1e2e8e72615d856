import { type IncomingMessage, type OutgoingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { MIMEType } from 'node:util';
import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import compression from 'compression';
import { refuseForeign } from './own-origin.ts';
import { refuse, RequestRefused } from './refusal.ts';
import { asText, cutLongBody, MOST_BODY_BYTES, readBytes } from './request-bodies.ts';

/*
 * POST /graphql, the busiest route, answered without Express: an operation is often so small that the middleware of
 * pages and files would cost more than its answer. It refuses what every other route refuses, in the same words.
 */

/** Carries out one operation for whoever sent the request. */
export type Execute = (operation: HTTPGraphQLRequest, req: IncomingMessage) => Promise<HTTPGraphQLResponse>;

/** The middleware needs nothing of Express; only its declared type does. */
type Compress = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/** A smaller answer is sent faster than it is compressed. */
const LEAST_COMPRESSED_BYTES = 4_096;

export function isOperation({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && url === '/graphql';
}

/** @param headers - of every answer. */
export function operations(execute: Execute, headers: OutgoingHttpHeaders): RequestListener {
  const compress = compression({ threshold: LEAST_COMPRESSED_BYTES }) as unknown as Compress;

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    refuseForeign(req);
    const body = jsonOf(req, asText(await readBytes(req, MOST_BODY_BYTES)));
    const answered = await execute({ method: 'POST', headers: headersOf(req), search: '', body }, req);
    if (answered.body.kind !== 'complete') throw new Error('no operation of this schema is answered in pieces');
    const text = answered.body.string;
    const bytes = Buffer.byteLength(text);
    // The head and the body in one packet.
    const send = (): void => {
      const ofAnswer = Object.fromEntries(answered.headers);
      res.writeHead(answered.status ?? 200, { ...headers, ...ofAnswer, 'content-length': bytes }).end(text);
    };
    const isCompressed = bytes >= LEAST_COMPRESSED_BYTES && req.headers['accept-encoding'] !== undefined;
    if (isCompressed) compress(req, res, send);
    else send();
  };

  return (req, res) => {
    answer(req, res).catch((error: unknown) => {
      if (res.headersSent) return void res.destroy();
      for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value);
      cutLongBody(req, res);
      refuse(error, req, res);
    });
  };
}

/** The headers of a request as Apollo Server reads them. */
function headersOf({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** What the body says if it says that it is JSON; Apollo Server refuses everything else. */
function jsonOf({ headers: { 'content-type': type = '' } }: IncomingMessage, text: string): unknown {
  if (text === '' || !isJson(type)) return text || undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestRefused(400, 'BAD_REQUEST', 'the body is not JSON');
  }
}

function isJson(type: string): boolean {
  if (type === 'application/json') return true;
  try {
    return new MIMEType(type).essence === 'application/json';
  } catch {
    return false;
  }
}

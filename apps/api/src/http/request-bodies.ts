import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Request, type RequestHandler } from 'express';
import getRawBody from 'raw-body';
import { badInput } from '../context/portal-error.ts';
import { RequestRefused } from './refusal.ts';

/** The largest body of a route that keeps it in memory; larger bodies are streamed to disk by separate routes. */
export const MOST_BODY_BYTES = 1_000_000;
/** A body of that size arrives in a moment; a sender that takes this long wastes a connection. */
const LONGEST_BODY_MS = 30_000;
/** Some clients read an answer only after sending their data: this much more is read from them and discarded. */
const LINGER_BYTES = 32e6;
/** Other clients get this long to read it, since nothing more is read. Then the connection is cut. */
const LINGER_MS = 5_000;
const LINGER_LOOK_MS = 100;

/**
 * Reads the body of every request that gets this far, up to the one limit, and hands it on as text in `req.body`.
 *
 * @throws RequestRefused 413 for a larger one, 415 for a compressed one, 408 for one that does not come to its end, 400
 *   for bytes that are not UTF-8. Nothing of it is kept, and the answer does not wait for the rest.
 */
export const readBody: RequestHandler = async (req, _res, next) => {
  req.body = undefined;
  if (hasBody(req)) req.body = asText(await readBytes(req, MOST_BODY_BYTES));
  next();
};

/** The same for a route with a limit of its own, such as a file of outlines. */
export async function readBytes(req: IncomingMessage, limit: number, longestMs = LONGEST_BODY_MS): Promise<Buffer> {
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = req.headers;
  if (encoding !== 'identity') {
    throw new RequestRefused(415, 'UNSUPPORTED_ENCODING', 'send the body as it is, without Content-Encoding');
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow(longestMs)), longestMs);
  });
  try {
    return await Promise.race([getRawBody(req, { limit, length: length ?? null }), late]);
  } catch (error) {
    if (error instanceof RequestRefused) throw error;
    if ((error as getRawBody.RawBodyError).type === 'entity.too.large') throw tooLarge(limit);
    throw new RequestRefused(400, 'BAD_REQUEST', 'the body broke off before its end: send it again');
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a body was announced, of any length and by any method. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export function asText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestRefused(400, 'BAD_REQUEST', 'the body is not text in UTF-8');
  }
}

/** For what takes JSON: the text of `readBody` as the object that it says. */
export const parseJson: RequestHandler = (req, _res, next) => {
  if (typeof req.body === 'string' && req.is('application/json')) {
    try {
      req.body = JSON.parse(req.body);
    } catch {
      throw new RequestRefused(400, 'BAD_REQUEST', 'the body is not JSON');
    }
  }
  next();
};

/** Before every route: a request that is refused leaves its body behind. */
export const cutLongBodies: RequestHandler = (req, res, next) => {
  cutLongBody(req, res);
  next();
};

/**
 * For a request that is answered before its body was sent: the rest is read for a short while, so that the sender can
 * read the answer, and then the connection is cut. Without this a refused gigabyte would be read to its end.
 */
export function cutLongBody(req: IncomingMessage, res: ServerResponse): void {
  // Otherwise Node closes at once if the sender asked for a single answer, and the answer is lost with the unread data.
  if (hasBody(req)) res.setHeader('Connection', 'keep-alive');
  res.once('finish', () => {
    if (req.complete) return;
    const { socket } = req;
    const [end, most] = [Date.now() + LINGER_MS, socket.bytesRead + LINGER_BYTES];
    // The code that began to read it may have stopped in the middle.
    req.resume();
    const looking = setInterval(() => {
      const isOver = req.complete || socket.destroyed;
      if (!isOver && socket.bytesRead > most) req.pause();
      if (!isOver && Date.now() < end) return;
      if (!isOver) socket.destroy();
      clearInterval(looking);
    }, LINGER_LOOK_MS);
  });
}

function tooLarge(limit: number): RequestRefused {
  return new RequestRefused(413, 'TOO_LARGE', `the body of this request may have at most ${limit / 1e6} MB`);
}

function tooSlow(longestMs: number): RequestRefused {
  return new RequestRefused(408, 'TOO_SLOW', `the body did not come within ${longestMs / 1_000} s: send it again`);
}

/** A text of a JSON body. @throws BAD_USER_INPUT naming the field where it is missing. */
export function textOf({ body }: Request, field: string): string {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[field];
  if (typeof value !== 'string') throw badInput(`${field} is missing: send it as text in a JSON object`);
  return value;
}

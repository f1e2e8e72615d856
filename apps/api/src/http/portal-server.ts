import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import net from 'node:net';
import { withLogFields } from '../log-scope.ts';

/** Requests under way may finish within this time; after it they are refused and cut off. */
const patienceMs = 3_000;
/**
 * Headers arrive in one piece, however slow the connection; a body of a slide may take the five minutes that Node gives
 * a request.
 */
const headersMs = 15_000;
/**
 * Longer than a reverse proxy keeps a connection that nobody uses (nginx: 60 s): where this end gives it up first, a request
 * that was just sent on it is lost, and people see a 502.
 */
const idleConnectionMs = 75_000;

export interface PortalServer {
  /** Answers every request from now on; may be replaced while the server runs. */
  answer: RequestListener;
  /** The socket of the pages in development; any other is cut off at once. */
  upgrade: ((req: http.IncomingMessage, socket: net.Socket, head: Buffer) => void) | null;
  /** What it listens on: the port that was asked for, or the one that the system gave for 0. */
  port(): number;
  /** Accepts no new requests and ends those under way. */
  close(): Promise<void>;
}

interface Listening {
  readonly port: number;
  readonly host: string;
  /** Called in the scope of each request once it has been answered, or its client has gone. */
  readonly onClosed?: (req: IncomingMessage, res: ServerResponse, ms: number) => void;
}

/**
 * The one server of the portal, which can answer before everything behind it is ready. Each request has an id, which its
 * answer, the log and the audit trail name; one that a client sends is not taken, so that none is used twice.
 */
export function openPortalServer({ port, host, onClosed }: Listening, answer: RequestListener) {
  const underWay = new Set<ServerResponse>();
  const server = http.createServer({ headersTimeout: headersMs, keepAliveTimeout: idleConnectionMs }, (req, res) => {
    const requestId = randomUUID();
    const began = performance.now();
    underWay.add(res);
    withLogFields({ requestId }, () => {
      res.once('close', () => {
        underWay.delete(res);
        onClosed?.(req, res, performance.now() - began);
      });
      res.setHeader('X-Request-Id', requestId);
      portal.answer(req, res);
    });
  });
  server.on('upgrade', (req, socket, head) => {
    // Node removes its own listener with the request.
    socket.on('error', () => socket.destroy());
    if (portal.upgrade && socket instanceof net.Socket) portal.upgrade(req, socket, head);
    else socket.destroy();
  });
  const portal: PortalServer = {
    answer,
    upgrade: null,
    port: () => (server.address() as net.AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        for (const res of underWay) tellOfTheEnd(res);
        setImmediate(() => server.closeAllConnections());
      }, patienceMs);
      await closed;
      clearTimeout(cut);
    },
  };
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      // From now on an error concerns one connection, such as too many open files, and is transient.
      server.off('error', reject).on('error', () => undefined);
      resolve();
    });
  });
  return { portal, listening };
}

/** Reports to waiting clients that the request was not done, if the answer has not begun. */
function tellOfTheEnd(res: ServerResponse): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(503, { 'Content-Type': 'application/json; charset=utf-8', 'Retry-After': '3', Connection: 'close' });
  res.end(JSON.stringify({ code: 'UNAVAILABLE', message: 'the portal starts again: try in a few seconds' }));
}

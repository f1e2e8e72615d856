import { type IncomingMessage, type ServerResponse } from 'node:http';
import { log } from '../log.ts';
import { type LoggedRequests } from '../watch-settings.ts';
import { countRequest } from '../metrics.ts';
import { lasting, routeKind } from './route-kind.ts';

const LONG_MS = 1_000;

/**
 * Counts an answer and, where it should be, logs it: what kind of route, which status, how long. Never its path or its
 * question, which may name a patient.
 */
export function watchRequests(logged: LoggedRequests) {
  return (req: IncomingMessage, res: ServerResponse, ms: number): void => {
    const route = routeKind(req);
    // Its client went away before the answer had begun.
    const status = res.headersSent ? res.statusCode : 0;
    countRequest(route, status, ms);
    const hasFailed = status >= 500;
    const isLong = ms > LONG_MS && !lasting.has(route);
    if (!hasFailed && !isLong && logged !== 'all') return;
    const { method = '' } = req;
    log(hasFailed ? 'warn' : 'info', 'http: answered', { method, route, status, ms: Math.round(ms) });
  };
}

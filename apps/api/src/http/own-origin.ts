import { type IncomingMessage } from 'node:http';
import { type RequestHandler } from 'express';
import { RequestRefused } from './refusal.ts';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a state-changing request that another site's page sent. A browser states where a request comes from and a
 * page cannot forge it; a program outside a browser sends no origin and nobody's cookies.
 *
 * @throws RequestRefused 403.
 */
export function refuseForeign({ method = 'GET', headers }: Pick<IncomingMessage, 'method' | 'headers'>): void {
  const { origin, host, 'sec-fetch-site': site } = headers;
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host));
  if (isForeign && !reads.has(method))
    throw new RequestRefused(403, 'FORBIDDEN', 'This request came from another site.');
}

export const refuseForeignOrigins: RequestHandler = (req, _res, next) => {
  refuseForeign(req);
  next();
};

import { type RequestHandler } from 'express';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a state-changing request that another site's page sent. A browser states where a request comes from and a
 * page cannot forge it; a program outside a browser sends no origin and nobody's cookies.
 */
export const refuseForeignOrigins: RequestHandler = (req, res, next) => {
  const { origin, host, 'sec-fetch-site': site } = req.headers;
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host));
  if (reads.has(req.method) || !isForeign) return next();
  res.status(403).json({ code: 'FORBIDDEN', message: 'This request came from another site.' });
};

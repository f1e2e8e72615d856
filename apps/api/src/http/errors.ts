import { randomUUID } from 'node:crypto';
import { type ErrorRequestHandler } from 'express';
import { httpStatusOf, PortalError } from '../context/portal-error.ts';
import { isDatabaseAway } from '../db/database-away.ts';
import { log } from '../log.ts';
import { databaseAway } from './unavailable.ts';

/** A request that is not taken, in one sentence for its sender. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The last handler: the client gets a number to quote, the log gets the error. Never a stack, never SQL. */
export const answerErrors: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error);
  res.setHeader('Cache-Control', 'no-store');
  if (error instanceof RequestRefused) {
    res.status(error.status).json({ code: error.code, message: error.message });
    return;
  }
  if (isDatabaseAway(error)) return databaseAway(req, res);
  if (error instanceof PortalError) {
    res.status(httpStatusOf(error.code)).json({ code: error.code, message: error.message });
    return;
  }
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    res.status(status).json({ code: 'BAD_REQUEST', message: 'The request could not be read.' });
    return;
  }
  const errorId = randomUUID();
  log('error', 'http: unexpected error', { errorId, method: req.method, path: req.path, error });
  res.status(500).json({ code: 'INTERNAL_SERVER_ERROR', message: `Something went wrong. Reference ${errorId}.` });
};

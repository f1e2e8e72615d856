import { randomUUID } from 'node:crypto';
import { type ErrorRequestHandler } from 'express';
import { log } from '../log.ts';

/** The last handler: the client gets a number to quote, the log gets the error. Never a stack, never SQL. */
export const answerErrors: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error);
  const status = (error as { status?: unknown } | null)?.status;
  res.setHeader('Cache-Control', 'no-store');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    res.status(status).json({ code: 'BAD_REQUEST', message: 'The request could not be read.' });
    return;
  }
  const errorId = randomUUID();
  log('error', 'http: unexpected error', { errorId, method: req.method, path: req.path, error });
  res.status(500).json({ code: 'INTERNAL_SERVER_ERROR', message: `Something went wrong. Reference ${errorId}.` });
};

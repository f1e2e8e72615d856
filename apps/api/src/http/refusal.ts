import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type ErrorCode } from '@haim/schema';
import { type ErrorRequestHandler } from 'express';
import { PortalError, unstorableTextError } from '../context/portal-error.ts';
import { isDatabaseAway } from '../db/database-away.ts';
import { isUnstorableText } from '../db/unstorable-text.ts';
import { log } from '../log.ts';
import { databaseAway } from './unavailable.ts';

/*
 * What every route that is not GraphQL answers when it refuses: the status of the code, and `{ code, message, … }` with what
 * else the error says for programs, such as `label` in two languages; the same again under `error`. A route throws; `answerErrors` answers.
 */

/** A refused request, with one sentence for its sender. */
export class RequestRefused extends Error {
  override readonly name: string = 'RequestRefused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Refusal {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string; readonly [detail: string]: unknown };
}

const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  STUDY_CLOSED: 409,
  RECORD_LOCKED: 409,
  WRONG_PASSWORD: 403,
  WRONG_CODE: 403,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
};

/** @returns null for an error that is not meant for the client. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof RequestRefused) {
    const { status, code, message } = error;
    return { status, body: { code, message } };
  }
  if (error instanceof PortalError) {
    const { code, message, extensions } = error;
    const { http: _http, ...details } = extensions;
    return { status: statuses[code] ?? 500, body: { ...details, code, message } };
  }
  if (isUnstorableText(error)) return refusalOf(unstorableTextError());
  // Body and path parsers set their own status; their messages are not for the client.
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500
    ? { status, body: { code: 'BAD_REQUEST', message: 'The request could not be read.' } }
    : null;
}

/** The refusal for an unforeseen error: the client gets a number to quote, the log the error. Never a stack or SQL. */
export function unforeseen(error: unknown, request: { readonly method: string; readonly path?: string }): Refusal {
  const errorId = randomUUID();
  log('error', 'http: unexpected error', { errorId, ...request, error });
  const message = `Something went wrong. Reference ${errorId}.`;
  return { status: 500, body: { code: 'INTERNAL_SERVER_ERROR', message } };
}

/** Answers with what an error says to the client; nothing of the answer may have been sent. */
export function refuse(error: unknown, req: IncomingMessage & { readonly path?: string }, res: ServerResponse): void {
  res.setHeader('Cache-Control', 'no-store');
  if (isDatabaseAway(error)) return databaseAway(req, res);
  const { method = '', path } = req;
  const { status, body } = refusalOf(error) ?? unforeseen(error, { method, ...(path !== undefined && { path }) });
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  // Repeated under `error`, where scripts for imports and outlines have always read it.
  res.end(JSON.stringify({ ...body, error: body }));
}

/** The last handler of every route. */
export const answerErrors: ErrorRequestHandler = (error: unknown, req, res, next) =>
  res.headersSent ? next(error) : refuse(error, req, res);

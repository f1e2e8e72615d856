import { type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { type ErrorRequestHandler } from 'express';
import { type AskerOf } from '../context/asker.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { PortalError } from '../context/portal-error.ts';
import { type StudyDb } from '../db/study-db.ts';
import { recordRefusal } from '../events/record-refusal.ts';

/** Every FORBIDDEN of GraphQL becomes an entry of the audit trail before the answer is sent. */
export function refusalsOfOperations(db: StudyDb): ApolloServerPlugin<PortalContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ contextValue: { asker }, errors, request }) {
        const named = request.variables?.['study'];
        for (const { originalError, path } of errors ?? []) {
          await recordRefusal(db, {
            asker,
            error: unwrapResolverError(originalError),
            what: String(path?.[0] ?? 'operation'),
            study: typeof named === 'string' ? named : null,
          });
        }
      },
    }),
  };
}

/** The same for every other route; the answer itself is made by whoever comes after. */
export function refusalsOfRoutes(db: StudyDb, askerOf: AskerOf): ErrorRequestHandler {
  return async (error: unknown, req, _res, next) => {
    if (error instanceof PortalError && error.code === 'FORBIDDEN') {
      const asker = await askerOf(req);
      const study = /^\/api\/studies\/([^/]+)/.exec(req.path)?.[1] ?? null;
      // Without the query: it may name a patient.
      if (asker) await recordRefusal(db, { asker, error, what: `${req.method} ${req.path}`, study });
    }
    next(error);
  };
}

import { auditKinds, type AuditKind } from '@haim/schema';
import { type Request, type Response, Router } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput } from '../../context/portal-error.ts';
import { auditCsv, auditCsvHeading } from './audit-csv.ts';
import { AuditFilter } from './audit.input.ts';
import { type AuditRow } from './audit.query.ts';
import { type AuditService } from './audit.service.ts';

const text = z.string().max(200).optional();
const instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-29T00:00:00Z' })
  .transform((at) => new Date(at))
  .optional();

/** The filter of `auditEntries`, as parameters of an address; several kinds are joined by commas. All kinds if none is named. */
const parameters = z.strictObject({
  kinds: z
    .preprocess((kinds) => (typeof kinds === 'string' ? kinds.split(',') : kinds), z.array(z.enum(auditKinds)))
    .optional(),
  userId: text,
  patientId: text,
  patientCode: text,
  form: text,
  field: text,
  centre: text,
  from: instant,
  before: instant,
  reason: text,
});

/**
 * GET `/api/studies/CODE/audit.csv`: the audit of a study, or what a filter leaves of it, however long, as one file;
 * `/api/audit.csv` of what belongs to no study.
 */
export function auditRouter({ audit, askerOf }: { audit: AuditService; askerOf: AskerOf }): Router {
  const router = Router();
  router.get(['/studies/:study/audit.csv', '/audit.csv'], async (req: Request<{ study?: string }>, res: Response) => {
    const asker = await signedIn(askerOf, req);
    const filter = filterOf(req.query);
    const study = req.params.study ?? null;
    const batches = await audit.export({ asker, requestId: asker.requestId ?? '' }, study, filter);
    res.type('text/csv; charset=utf-8').attachment(`audit-${study ?? 'of-the-portal'}.csv`);
    // Ends the reading too, when the client goes away.
    await pipeline(Readable.from(linesOf(batches), { objectMode: false }), res).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });
  return router;
}

async function* linesOf(batches: AsyncIterable<readonly AuditRow[]>): AsyncGenerator<string> {
  yield auditCsvHeading;
  for await (const rows of batches) yield auditCsv(rows);
}

function filterOf(query: Request['query']): AuditFilter {
  const parsed = parameters.safeParse(query);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'is not understood' };
    throw badInput(path.length > 0 ? `${path.join('.')}: ${message}` : message);
  }
  const kinds: readonly AuditKind[] = parsed.data.kinds ?? auditKinds;
  return Object.assign(new AuditFilter(), parsed.data, { kinds });
}

import { exportFormats, type ExportMessage } from '@haim/schema';
import { type Request, type Response, Router } from 'express';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { refusalOf } from '../../http/refusal.ts';
import { parseJson } from '../../http/request-bodies.ts';
import { log } from '../../log.ts';
import { cohortFilter } from '../cohort/index.ts';
import { type AskedExport } from './asked-export.ts';
import { type ExportFiles } from './export-files.ts';
import { type ExportService } from './export.service.ts';

export interface ExportsRouterOptions {
  readonly exports: ExportService;
  readonly files: ExportFiles;
  readonly askerOf: AskerOf;
}

const body = z.strictObject({
  format: z.enum(exportFormats),
  language: z.enum(['en', 'zh']),
  filter: z.record(z.string(), z.unknown()).nullable(),
  snapshot: z.string().max(100).nullable(),
  isIdentified: z.boolean(),
  reason: z.string().max(500).nullable(),
});

/**
 * POST `/studies/CODE/exports`, JSON: `format`, `language`, `filter` (as of `CohortInput`, null for everybody), `snapshot` (its id, null for
 * the data of now), `isIdentified` and `reason`. Answers with lines of JSON (`ExportMessage`) while the export is made;
 * the last has the id of its archive, which GET `/studies/CODE/exports/ID` hands out once. Whoever closes the connection
 * cancels it.
 */
export function exportsRouter({ exports, files, askerOf }: ExportsRouterOptions): Router {
  const router = Router();
  router.post('/studies/:study/exports', parseJson, async (req: Request<{ study: string }>, res: Response) => {
    const asker = await signedIn(askerOf, req);
    const ctx = { asker, requestId: asker.requestId ?? '' };
    const { study } = req.params;
    const asked = askedOf(req.body);
    exports.exporterOf(ctx, study, asked.isIdentified);
    const leaving = new AbortController();
    res.once('close', () => leaving.abort(new Error('the client has gone')));
    res
      .status(200)
      .set({ 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store, no-transform' });
    const tell = (message: ExportMessage) => void (res.writable && res.write(`${JSON.stringify(message)}\n`));
    try {
      if (files.isBusy) tell({ kind: 'waiting' });
      let rows = 0;
      const name = `${study}-${asked.format}-${new Date().toISOString().slice(0, 10)}`;
      const write = async (folder: string) => {
        const onStep = (step: { done: number; of: number; name: string }) => tell({ kind: 'step', ...step });
        const made = await exports.make(ctx, study, asked, { folder, onStep, signal: leaving.signal });
        rows = made.patients;
      };
      const file = await files.make({ userId: asker.userId, study, name }, write, leaving.signal);
      tell({ kind: 'file', ...file, rows });
    } catch (error) {
      if (leaving.signal.aborted) return;
      tell({ kind: 'refused', ...reasonOf(error) });
    }
    res.end();
  });
  router.get('/studies/:study/exports/:id', async (req: Request<{ study: string; id: string }>, res: Response) => {
    const asker = await signedIn(askerOf, req);
    const { study, id } = req.params;
    const found = files.fetch(id, asker.userId, study);
    if (!found) throw notFound('export');
    res.set('cache-control', 'no-store').type('application/zip').attachment(found.name);
    await pipeline(found.bytes, res).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });
  return router;
}

function askedOf(given: unknown): AskedExport {
  const parsed = body.safeParse(given);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'is not understood' };
    throw badInput(path.length > 0 ? `${path.join('.')}: ${message}` : message);
  }
  const { filter, ...asked } = parsed.data;
  return { ...asked, cohort: filter === null ? null : cohortFilter({ filter }) };
}

/** The answer has begun: what would be its status is a line of it. */
function reasonOf(error: unknown): { code: string; message: string } {
  const known = refusalOf(error)?.body;
  if (known) return { code: known.code, message: known.message };
  log('error', 'api: an export could not be made', { error });
  return { code: 'INTERNAL_SERVER_ERROR', message: 'the export could not be made' };
}

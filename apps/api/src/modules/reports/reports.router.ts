import { type AskedOperation, reportContents, reportFormats, type ReportMessage } from '@haim/schema';
import { type IncomingMessage } from 'node:http';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput } from '../../context/portal-error.ts';
import { DrawingRefused } from '../../drawing/drawing-process.ts';
import { refusalOf } from '../../http/refusal.ts';
import { parseJson } from '../../http/request-bodies.ts';
import { log } from '../../log.ts';
import { type AskedReport, type ReportService } from './report.service.ts';

export interface ReportsRouterOptions {
  readonly reports: ReportService;
  readonly askerOf: AskerOf;
  /** Carries out an operation as whoever sent the request, with all that holds for operations. */
  readonly answer: (operation: AskedOperation, req: IncomingMessage) => Promise<unknown>;
}

const body = z.strictObject({
  contents: z.enum(reportContents).default('study'),
  language: z.enum(['en', 'zh']),
  format: z.enum(reportFormats),
  cohort: z.string().max(20_000).nullable(),
  snapshot: z.string().max(100).nullable(),
});

const types = { pdf: 'application/pdf', html: 'text/html' } as const;

/**
 * POST `/studies/CODE/report`, JSON: `contents` (study if left out, reporting), `language`, `format`, `cohort` (as an address has it, null for everybody) and `snapshot`
 * (its id, null for the data of now). Answers with lines of JSON (`ReportMessage`) while the report is made; the last has
 * the file. Whoever closes the connection cancels it.
 */
export function reportsRouter({ reports, askerOf, answer }: ReportsRouterOptions): Router {
  const router = Router();
  router.post('/studies/:study/report', parseJson, async (req: Request<{ study: string }>, res: Response) => {
    const asker = await signedIn(askerOf, req);
    const ctx = { asker, requestId: asker.requestId ?? '' };
    const { study } = req.params;
    reports.checkAccess(ctx, study);
    const asked = askedOf(req.body);
    const leaving = new AbortController();
    res.once('close', () => leaving.abort(new Error('the client has gone')));
    res
      .status(200)
      .set({ 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store, no-transform' });
    const tell = (message: ReportMessage) => void (res.writable && res.write(`${JSON.stringify(message)}\n`));
    try {
      const { name, content } = await reports.make(ctx, study, asked, {
        answer: (operation) => answer(operation, req),
        onStep: ({ done, of, name: step }) => tell({ kind: 'step', done, of, name: step }),
        onWaiting: () => tell({ kind: 'waiting' }),
        signal: leaving.signal,
      });
      tell({ kind: 'file', name, type: types[asked.format], base64: Buffer.from(content).toString('base64') });
    } catch (error) {
      if (leaving.signal.aborted) return;
      tell({ kind: 'refused', ...reasonOf(error) });
    }
    res.end();
  });
  return router;
}

function askedOf(given: unknown): AskedReport {
  const parsed = body.safeParse(given);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'is not understood' };
  throw badInput(path.length > 0 ? `${path.join('.')}: ${message}` : message);
}

/** The answer has begun: what would be its status is a line of it. */
function reasonOf(error: unknown): { code: string; message: string } {
  if (error instanceof DrawingRefused) return { code: error.code ?? 'BAD_USER_INPUT', message: error.message };
  const known = refusalOf(error)?.body;
  if (known) return { code: known.code, message: known.message };
  log('error', 'api: a report could not be made', { error });
  return { code: 'INTERNAL_SERVER_ERROR', message: 'the report could not be made' };
}

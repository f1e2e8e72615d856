import { type Request, Router } from 'express';
import { z } from 'zod';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type DraftFile } from './model-drafts.ts';
import { type ModelUploadService } from './model-upload.service.ts';

export interface ModelUploadsRouterOptions {
  readonly uploads: ModelUploadService;
  readonly askerOf: AskerOf;
}

const LONGEST_BODY = 64_000;
const announced = z.strictObject({
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number() })).min(1),
});
const finished = z.strictObject({ reason: z.string() });

/**
 * Files of a model. POST / announces them as JSON, `{"files": [{"name", "bytes"}]}`, manifest.json among them; GET / lists
 * the asker's own unfinished models with what has arrived; PATCH /{id}/{file} adds a part at `Upload-Offset`, from 0 again
 * with `Upload-Length` where the file was changed; POST /{id}/finish, `{"reason"}`, verifies and registers; DELETE /{id}
 * removes. For those who may decide on models.
 */
export function modelUploadsRouter({ uploads, askerOf }: ModelUploadsRouterOptions): Router {
  const router = Router();
  router.post('/', async (req, res) => {
    const asker = await signedIn(askerOf, req);
    const { files } = await bodyOf(req, announced);
    res.status(201).json(await uploads.begin(asker, files satisfies DraftFile[]));
  });
  router.get('/', async (req, res) => {
    res.json(await uploads.list(await signedIn(askerOf, req)));
  });
  router.patch('/:id/:file', async (req, res) => {
    const asker = await signedIn(askerOf, req);
    const { id, file } = req.params;
    const length = req.headers['upload-length'];
    const received = await uploads.add(asker, id, {
      name: file,
      offset: wholeNumber(req.headers['upload-offset'], 'Upload-Offset'),
      ...(length !== undefined && { bytes: wholeNumber(length, 'Upload-Length') }),
      part: req as AsyncIterable<Buffer>,
    });
    res.json({ received });
  });
  router.post('/:id/finish', async (req, res) => {
    const asker = await signedIn(askerOf, req);
    const { reason } = await bodyOf(req, finished);
    res.json(await uploads.finish(asker, req.params.id, reason));
  });
  router.delete('/:id', async (req, res) => {
    await uploads.remove(await signedIn(askerOf, req), req.params.id);
    res.status(204).end();
  });
  // Anything else below this path is not a page either.
  router.use(() => {
    throw notFound('upload');
  });
  return router;
}

/** These routes come before the one that reads bodies, because parts of files are streamed. */
async function bodyOf<T>(req: Request, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) throw badInput(`the body has more than ${LONGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  try {
    return schema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    const wanted = Object.keys((schema as unknown as { shape: object }).shape).join(', ');
    throw badInput(`the body is not JSON with: ${wanted}`);
  }
}

function wholeNumber(header: string | string[] | undefined, name: string): number {
  const value = typeof header === 'string' && /^[0-9]{1,15}$/.test(header) ? Number(header) : NaN;
  if (!Number.isSafeInteger(value)) throw badInput(`${name} is not a whole number of bytes`);
  return value;
}

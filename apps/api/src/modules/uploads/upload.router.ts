import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type IncomingMessage } from 'node:http';
import { largestUploadBytes } from '@haim/schema';
import { Server, type ServerOptions } from '@tus/server';
import { type Request, Router } from 'express';
import { type Asker, type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { unforeseen } from '../../http/refusal.ts';
import { UploadError, uploadRefusalOf } from './upload-error.ts';
import { UploadLocker } from './upload-locker.ts';
import { UploadStore } from './upload-store.ts';
import { tooLarge, type UploadService } from './upload.service.ts';

export interface UploadsRouterOptions {
  readonly uploads: UploadService;
  readonly askerOf: AskerOf;
}

/** A request asked to make way for its sender's next one has this long to write what it holds. */
const LOCK_DRAIN_MS = 1_000;

/**
 * Image files of slides by tus 1.0 (https://tus.io/protocols/resumable-upload): POST starts an upload, HEAD asks how
 * much has arrived, PATCH resumes, DELETE cancels. In addition, GET / lists the asker's own uploads of a `study`, and
 * GET /{id} reports the outcome of one. Someone else's id, an absent id and an invalid id get the same answer.
 */
export function uploadsRouter({ uploads, askerOf }: UploadsRouterOptions): Router {
  mkdirSync(uploads.uploadsDir, { recursive: true, mode: 0o700 });
  const askers = new WeakMap<IncomingMessage, Asker>();
  const tus = new Server({
    path: '/api/uploads',
    relativeLocation: true,
    // Pages of other sites must not call this.
    allowedOrigins: [],
    maxSize: largestUploadBytes,
    datastore: new UploadStore({ directory: uploads.uploadsDir, onGone: (id) => uploads.remove(id) }),
    locker: new UploadLocker(),
    lockDrainTimeout: LOCK_DRAIN_MS,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => randomUUID(),
    onUploadCreate: async (req, upload) => {
      const asker = askers.get(nodeRequest(req));
      if (!asker) throw signInFirst();
      await uploads.begin(asker, upload.id, upload.size ?? NaN, upload.metadata ?? {});
      // A file's name may name a patient: none of the sender's metadata is stored with the bytes.
      upload.metadata = undefined;
      return {};
    },
    onUploadFinish: async (_req, upload) => {
      await uploads.received(upload.id);
      return {};
    },
    onResponseError: (req, error) => refusalOfTus(req.method, error),
  });

  const router = Router();
  router.options('/', (req, res) => tus.handle(req, res));
  router.use(async (req, _res, next) => {
    askers.set(req, await signedIn(askerOf, req));
    next();
  });
  const askerFor = (req: Request): Asker => {
    const asker = askers.get(req);
    if (!asker) throw signInFirst();
    return asker;
  };

  // Before GET, which would otherwise answer HEAD.
  router.head('/:id', async (req, res) => {
    const row = await uploads.own(askerFor(req), req.params.id);
    await uploads.noticeIfComplete(row);
    if (row.state === 'receiving') return tus.handle(req, res);
    // Its bytes may be a slide by now; a sender that missed the last answer learns that nothing is left to send.
    const bytes = String(row.bytes);
    res.set({ 'Tus-Resumable': '1.0.0', 'Upload-Offset': bytes, 'Upload-Length': bytes }).end();
  });
  router.get('/', async (req, res) => {
    const { study } = req.query;
    if (typeof study !== 'string') throw badInput('name the study: ?study=CODE');
    res.json(await uploads.list(askerFor(req), study));
  });
  router.get('/:id', async (req, res) => {
    res.json(await uploads.view(askerFor(req), req.params.id));
  });
  router.post('/', (req, res) => tus.handle(req, res));
  router.patch('/:id', async (req, res) => {
    const { state } = await uploads.own(askerFor(req), req.params.id);
    if (state !== 'receiving') throw new UploadError('CONFLICT', 409, 'all bytes of this upload are here already');
    return tus.handle(req, res);
  });
  router.delete('/:id', async (req, res) => {
    const { id, state } = await uploads.own(askerFor(req), req.params.id);
    if (state === 'receiving') return tus.handle(req, res);
    if (state === 'checking') throw new UploadError('CONFLICT', 409, 'the file is being checked: wait for the result');
    await uploads.remove(id);
    res.set('Tus-Resumable', '1.0.0').status(204).end();
  });
  // Anything else below this path is not a page either.
  router.use(() => {
    throw notFound('upload');
  });
  return router;
}

type TusRequest = Parameters<NonNullable<ServerOptions['onIncomingRequest']>>[0];

function nodeRequest(req: TusRequest): IncomingMessage {
  const node = req.runtime?.node;
  if (!node) throw new Error('an upload came by no HTTP of Node');
  return node.req as IncomingMessage;
}

function signInFirst(): PortalError {
  return new PortalError('UNAUTHENTICATED', 'sign in first');
}

/** The library's own errors are objects of a status and a text. */
function refusalOfTus(method: string, error: unknown): { status_code: number; body: string } {
  const { status_code: status, body: text = '' } = (error ?? {}) as { status_code?: number; body?: string };
  const isOfLibrary = status !== undefined && status !== 500;
  const known = status === 413 ? tooLarge() : isOfLibrary ? fromLibrary(status, text) : error;
  const { status: status_code, body } =
    uploadRefusalOf(error) ?? uploadRefusalOf(known) ?? unforeseen(error, { method });
  return { status_code, body: JSON.stringify(body) };
}

function fromLibrary(status: number, text: string): UploadError {
  const code = status === 404 || status === 410 ? 'NOT_FOUND' : status === 409 ? 'CONFLICT' : 'BAD_USER_INPUT';
  // 501: a protocol extension that is not offered, such as a deferred length.
  return new UploadError(code, status === 501 ? 400 : status, text.trim());
}

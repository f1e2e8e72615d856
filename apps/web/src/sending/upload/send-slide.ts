import { uploadChunkBytes } from '@haim/schema';
import { type DetailedError, type Upload as TusUpload } from 'tus-js-client';
import { isSameTarget, metadataOf, type Target, targetFrom } from './target.ts';
import { readRefusal, type UploadRefusal, uploadsPath } from './uploads-api.ts';

export interface SendEvents {
  /** @param isFirst - the bytes that had already arrived when sending began. */
  readonly onProgress: (sentBytes: number, isFirst: boolean) => void;
  /** The connection broke; it is retried automatically. */
  readonly onRetry: () => void;
  /** The portal has all bytes. */
  readonly onSent: (uploadId: string) => void;
  readonly onFailed: (refusal: UploadRefusal) => void;
}

export interface Sending {
  /** Stops; the portal keeps what has arrived. */
  readonly pause: () => void;
  /** Stops, and the portal discards what has arrived. */
  readonly cancel: () => void;
}

export type SendSlide = (file: File, target: Target, owner: string, events: SendEvents) => Sending;

/** About ten minutes without a connection; after that the person has to press the button. */
const retryDelays = [0, 1_000, 3_000, 5_000, 10_000, 20_000, ...Array.from({ length: 20 }, () => 30_000)];

/** Name, size and modification time identify a file; the name is kept as a number from which it cannot be recovered. */
function fingerprintOf({ name, size, lastModified }: File, owner: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${owner}\n${name}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return `portal-slide-${hash.toString(16)}-${size}-${lastModified}`;
}

async function prepare(file: File, owner: string, options: ConstructorParameters<typeof TusUpload>[1] = {}) {
  // The upload library is loaded only when a file is sent.
  const { Upload } = await import('tus-js-client');
  return new Upload(file, {
    endpoint: new URL(uploadsPath, window.location.origin).toString(),
    chunkSize: uploadChunkBytes,
    fingerprint: async () => fingerprintOf(file, owner),
    removeFingerprintOnSuccess: true,
    retryDelays,
    ...options,
  });
}

/** The target of an unfinished upload of this exact file, begun in this browser; null if there is none. */
export async function earlierTarget(file: File, owner: string): Promise<Target | null> {
  const earlier = await (await prepare(file, owner)).findPreviousUploads();
  return targetFrom(earlier.at(-1)?.metadata);
}

/** Sends a file to a slide, resuming where an earlier upload of the same file to the same slide stopped. */
export const sendSlide: SendSlide = (file, target, owner, events) => {
  let isStopped = false;
  let isFirst = true;
  /** The answer to "how much has arrived", if it is neither a number nor "nothing". */
  let headStatus: number | null = null;
  const upload = prepare(file, owner, {
    metadata: metadataOf(target),
    onProgress: (sentBytes) => {
      events.onProgress(sentBytes, isFirst);
      isFirst = false;
    },
    onBeforeRequest: () => void (headStatus = null),
    onAfterResponse: (request, response) => {
      const status = response.getStatus();
      if (request.getMethod() !== 'HEAD' || status < 400 || status === 404 || status === 410) return;
      // By default the library would forget what it has begun, and start again with the first byte.
      headStatus = status;
      throw new Error(`HTTP ${status}`);
    },
    onShouldRetry: (error) => {
      const isWorth = isWorthRetrying(headStatus ?? statusOf(error), error.originalRequest.getMethod());
      if (isWorth) events.onRetry();
      return isWorth;
    },
    onError: (error) => events.onFailed(headStatus === null ? refusalOf(error) : readRefusal(headStatus, '')),
    onSuccess: () => void upload.then(({ url }) => events.onSent(url?.split('/').at(-1) ?? '')),
  });
  upload
    .then(async (prepared) => {
      const earlier = await prepared.findPreviousUploads();
      const same = earlier.findLast(({ metadata }) => {
        const begun = targetFrom(metadata);
        return begun !== null && isSameTarget(begun, target);
      });
      if (same) prepared.resumeFromPreviousUpload(same);
      if (!isStopped) prepared.start();
    })
    .catch(() => events.onFailed({ code: 'NETWORK', message: null }));
  const stop = (isTerminated: boolean): void => {
    isStopped = true;
    // If the portal does not answer, it discards the upload by itself after some days.
    void upload.then((prepared) => prepared.abort(isTerminated)).catch(() => undefined);
  };
  return { pause: () => stop(false), cancel: () => stop(true) };
};

/** A refusal is final; a broken connection, a busy server and an offset that has moved are retried. */
function isWorthRetrying(status: number, method: string): boolean {
  if (status === 409) return method === 'PATCH';
  return status === 0 || status === 423 || (status >= 500 && status !== 507);
}

/** Status of the answer; 0 if there was none. */
function statusOf(error: Error | DetailedError): number {
  return ('originalResponse' in error ? error.originalResponse?.getStatus() : 0) ?? 0;
}

function refusalOf(error: Error | DetailedError): UploadRefusal {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  return readRefusal(statusOf(error), response?.getBody() ?? '');
}

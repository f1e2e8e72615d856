// Sends one file as any tus client does, and keeps what it needs to go on in a file: what a person's program is that is
// closed, or killed, in the middle. Run as a process of its own, or called within a test.
import { createReadStream } from 'node:fs';
import * as tus from 'tus-js-client';

export interface UploadJob {
  readonly endpoint: string;
  readonly cookie: string;
  readonly path: string;
  readonly bytes: number;
  readonly metadata: Record<string, string>;
  readonly chunkBytes: number;
  /** Where the client remembers what it has begun. */
  readonly memory: string;
}

/** The library's types are those of browsers; in Node it has a memory in a file as well. */
const { FileUrlStorage } = tus as unknown as {
  FileUrlStorage: new (path: string) => NonNullable<ConstructorParameters<typeof tus.Upload>[1]>['urlStorage'] & object;
};

/** Sends a file, from where an earlier call stopped; resolves with the upload's id when all of it is there. */
export async function sendFile(job: UploadJob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const upload = new tus.Upload(createReadStream(job.path) as unknown as Buffer, {
    endpoint: job.endpoint,
    headers: { cookie: job.cookie },
    metadata: job.metadata,
    chunkSize: job.chunkBytes,
    uploadSize: job.bytes,
    urlStorage: new FileUrlStorage(job.memory),
    fingerprint: async () => JSON.stringify([job.path, job.metadata]),
    retryDelays: Array.from({ length: 1_200 }, () => 250),
    // The library would start over if asking for the offset meets a server error.
    onAfterResponse: (request, response) => {
      if (request.getMethod() === 'HEAD' && response.getStatus() >= 500) throw new Error('asked again');
    },
    // As the pages do: a refused upload is not retried.
    onShouldRetry: ({ originalResponse }) => {
      const status = originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    },
    onError: reject,
    onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  upload.start();
  return promise;
}

if (import.meta.main) {
  process.stdout.write(await sendFile(JSON.parse(process.argv[2] ?? '') as UploadJob));
}

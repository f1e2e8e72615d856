// Runs in a worker thread under plain Node: erasable TypeScript only.
import { parentPort, workerData } from 'node:worker_threads';
import { ModelError } from '../errors.ts';
import type { ModelCheckMessage } from './load-model.ts';
import { verifyModel } from './verify-model.ts';

const { folder } = workerData as { readonly folder: string };

function send(message: ModelCheckMessage): void {
  parentPort?.postMessage(message);
}

try {
  const model = await verifyModel(folder, (field) => send({ kind: 'parsing', field }));
  send({ kind: 'sound', model });
} catch (error) {
  if (error instanceof ModelError) {
    const { code, field, message } = error;
    // The message begins with the field, which the error adds again on the other side.
    send({ kind: 'refused', code, field, message: message.slice(`${field}: `.length) });
  } else {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

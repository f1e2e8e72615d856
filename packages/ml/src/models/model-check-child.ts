// A process of its own: it contains whatever a crafted graph does to its reader. Runs under plain Node: erasable
// TypeScript only, and types by `import type`, since any other import is loaded.
import { flushCompileCache } from 'node:module';
import { ModelError } from '../errors.ts';
import type { ModelCheckMessage } from './load-model.ts';
import { verifyModel } from './verify-model.ts';

const [, , folder = ''] = process.argv;

function send(message: ModelCheckMessage): void {
  process.send?.(message);
}

// For the next one, before a byte of a model is read: this process is killed, and would not write it at its end.
flushCompileCache();
try {
  const model = await verifyModel(folder, (field) => send({ kind: 'parsing', field }));
  send({ kind: 'sound', model });
} catch (error) {
  if (error instanceof ModelError) {
    const { code, field, message } = error;
    // The message begins with the field, which the error class adds again on the other side.
    send({ kind: 'refused', code, field, message: message.slice(`${field}: `.length) });
  } else {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

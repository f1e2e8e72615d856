// A process of its own: it contains whatever a crafted graph does to its reader. Runs under plain Node: erasable
// TypeScript only, and types by `import type`, since any other import is loaded.
import { ModelError } from '../errors.ts';
import type { ModelCheckMessage } from './load-model.ts';
import { verifyModel } from './verify-model.ts';

const [, , folder = ''] = process.argv;

function send(message: ModelCheckMessage): void {
  process.send?.(message);
}

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

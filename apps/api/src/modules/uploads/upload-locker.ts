import { type Lock, type Locker } from '@tus/server';
import { UploadError } from './upload-error.ts';

interface Holder {
  /** Asks the request that holds the lock to finish. */
  readonly askToLeave: () => Promise<void> | void;
  readonly left: Promise<void>;
  readonly leave: () => void;
}

/**
 * One request at a time on one upload. A new request asks the current one to leave and waits until it has: a sender
 * whose connection died comes back on a new one while the old one still appears to be open. One API process serves a
 * PORTAL_HOME, so the locks can be kept in memory.
 */
export class UploadLocker implements Locker {
  private readonly holders = new Map<string, Holder>();

  constructor(private readonly patienceMs = 30_000) {}

  newLock(id: string): Lock {
    return {
      lock: (signal, askToLeave) => this.take(id, signal, askToLeave),
      unlock: async () => {
        const holder = this.holders.get(id);
        this.holders.delete(id);
        holder?.leave();
      },
    };
  }

  private async take(id: string, signal: AbortSignal, askToLeave: Holder['askToLeave']): Promise<void> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(this.patienceMs)]);
    for (let holder = this.holders.get(id); holder; holder = this.holders.get(id)) {
      await holder.askToLeave();
      await Promise.race([holder.left, ended(patience)]);
      if (patience.aborted) throw new UploadError('CONFLICT', 423, 'the upload is in use by another request');
    }
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    this.holders.set(id, { askToLeave, left, leave });
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

import { type SlideUpload } from '@haim/schema';
import { type Sending, type SendSlide } from './send-slide.ts';
import { type Target } from './target.ts';
import { type UploadRefusal } from './uploads-api.ts';

/** `waiting` for its turn, then `sending`; `checking` once the portal has all of it; the last three are final. */
export type UploadPhase = 'waiting' | 'sending' | 'paused' | 'checking' | 'attached' | 'refused' | 'failed';

export interface UploadItem {
  readonly key: number;
  readonly file: File;
  readonly target: Target;
  readonly phase: UploadPhase;
  readonly sentBytes: number;
  /** What had arrived in an earlier attempt. */
  readonly resumedFromBytes: number;
  /** Null until a pace is known. */
  readonly bytesPerSecond: number | null;
  /** The connection broke, and the next attempt is pending. */
  readonly isRetrying: boolean;
  readonly checkedBytes: number | null;
  readonly slideId: string | null;
  readonly sha256: string | null;
  readonly problem: UploadRefusal | null;
}

interface QueueOptions {
  readonly send: SendSlide;
  readonly follow: (id: string) => Promise<SlideUpload>;
  readonly pollMs?: number;
  readonly now?: () => number;
}

const AT_ONCE = 2;
/** The pace is measured over the last seconds. */
const PACE_MS = 8_000;

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/**
 * The files that this tab sends. It lives as long as the tab, so that sending continues while other pages of the portal
 * are open.
 */
export class UploadQueue {
  private items: readonly UploadItem[] = [];
  private readonly sendings = new Map<number, Sending>();
  private readonly paces = new Map<number, Sample[]>();
  private readonly listeners = new Set<() => void>();
  private nextKey = 1;
  private owner = '';

  constructor(private readonly options: QueueOptions) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly UploadItem[] => this.items;

  /** @param owner - the person signed in: nobody resumes another person's upload. */
  add(owner: string, files: readonly { file: File; target: Target }[]): void {
    this.owner = owner;
    const added = files.map(({ file, target }): UploadItem => ({
      key: this.nextKey++,
      file,
      target,
      phase: 'waiting',
      sentBytes: 0,
      resumedFromBytes: 0,
      bytesPerSecond: null,
      isRetrying: false,
      checkedBytes: null,
      slideId: null,
      sha256: null,
      problem: null,
    }));
    this.publish([...this.items, ...added]);
    this.startNext();
  }

  pause(key: number): void {
    this.sendings.get(key)?.pause();
    this.end(key, { phase: 'paused' });
  }

  /** Resumes what was paused or failed, when its turn comes. */
  resume(key: number): void {
    this.change(key, { phase: 'waiting', problem: null });
    this.startNext();
  }

  /** Cancels an upload, or removes an ended one from the list. */
  remove(key: number): void {
    this.sendings.get(key)?.cancel();
    this.sendings.delete(key);
    this.paces.delete(key);
    this.publish(this.items.filter((item) => item.key !== key));
    this.startNext();
  }

  private startNext(): void {
    const free = AT_ONCE - this.items.filter(({ phase }) => phase === 'sending').length;
    for (const item of this.items.filter(({ phase }) => phase === 'waiting').slice(0, Math.max(0, free))) {
      this.start(item);
    }
  }

  private start({ key, file, target }: UploadItem): void {
    this.paces.set(key, []);
    this.change(key, { phase: 'sending', bytesPerSecond: null });
    const sending = this.options.send(file, target, this.owner, {
      onProgress: (bytes, isFirst) => {
        if (this.sendings.get(key) !== sending) return;
        this.change(key, {
          sentBytes: bytes,
          isRetrying: false,
          bytesPerSecond: this.paceAfter(key, bytes),
          ...(isFirst ? { resumedFromBytes: bytes } : {}),
        });
      },
      onRetry: () => {
        if (this.sendings.get(key) === sending) this.change(key, { isRetrying: true, bytesPerSecond: null });
      },
      onSent: (id) => {
        this.end(key, { phase: 'checking', sentBytes: file.size });
        void this.followToEnd(key, id);
      },
      onFailed: (problem) => {
        this.end(key, { phase: isPassing(problem) ? 'failed' : 'refused', problem });
      },
    });
    this.sendings.set(key, sending);
  }

  private async followToEnd(key: number, id: string): Promise<void> {
    const { follow, pollMs = 1_000 } = this.options;
    while (this.items.some((item) => item.key === key)) {
      const found = await follow(id).catch((error: unknown) => {
        // A portal that is restarting is asked again; if it does not know the upload, there is nothing more to ask.
        const { code = 'NETWORK', message = null } = error as Partial<UploadRefusal>;
        if (code === 'NOT_FOUND' || code === 'UNAUTHENTICATED')
          this.change(key, { phase: 'failed', problem: { code, message } });
        return code === 'NOT_FOUND' || code === 'UNAUTHENTICATED' ? null : undefined;
      });
      if (found === null) return;
      if (found?.state === 'attached' || found?.state === 'refused') {
        const { slideId, sha256, code, message, state } = found;
        this.change(key, { phase: state, slideId, sha256, problem: code === null ? null : { code, message } });
        return;
      }
      if (found) this.change(key, { checkedBytes: found.checkedBytes });
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  private paceAfter(key: number, bytes: number): number | null {
    const atMs = (this.options.now ?? Date.now)();
    const samples = (this.paces.get(key) ?? []).filter((sample) => atMs - sample.atMs <= PACE_MS);
    this.paces.set(key, [...samples, { atMs, bytes }]);
    const [first] = samples;
    return first && atMs - first.atMs >= 500 ? ((bytes - first.bytes) * 1000) / (atMs - first.atMs) : null;
  }

  private end(key: number, change: Partial<UploadItem>): void {
    this.sendings.delete(key);
    this.change(key, { ...change, isRetrying: false, bytesPerSecond: null });
    this.startNext();
  }

  private change(key: number, change: Partial<UploadItem>): void {
    this.publish(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  private publish(items: readonly UploadItem[]): void {
    this.items = items;
    for (const listener of this.listeners) listener();
  }
}

/** A failure of the connection, the server or the session, not of the file: what has arrived is kept. */
function isPassing({ code }: UploadRefusal): boolean {
  return (
    ['NETWORK', 'DISK_FULL', 'UNAUTHENTICATED', 'INTERNAL_SERVER_ERROR'].includes(code) || code.startsWith('HTTP_5')
  );
}

/** Whether leaving the tab would stop the upload. */
export function isUnderWay({ phase }: UploadItem): boolean {
  return phase === 'waiting' || phase === 'sending';
}

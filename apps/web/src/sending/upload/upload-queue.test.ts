import { type SlideUpload } from '@haim/schema';
import { describe, expect, it, vi } from 'vitest';
import { type SendEvents } from './send-slide.ts';
import { UploadQueue } from './upload-queue.ts';

const target = { study: 'T', centre: 'A', patient: 'P-1', barcode: 'S-1', set: '' };
const fileOf = (bytes: number): File => ({ name: 'a.svs', size: bytes, lastModified: 0 }) as File;

function queueUnderTest(follow: () => Promise<Partial<SlideUpload>> = () => Promise.reject(new Error('not asked'))) {
  const sends: (SendEvents & { pause: () => void; cancel: () => void })[] = [];
  let at = 0;
  const queue = new UploadQueue({
    send: (_file, _target, _owner, events) => {
      const sending = { pause: vi.fn<() => void>(), cancel: vi.fn<() => void>() };
      sends.push({ ...events, ...sending });
      return sending;
    },
    follow: follow as () => Promise<SlideUpload>,
    pollMs: 1,
    now: () => at,
  });
  return { queue, sends, tick: (ms: number) => (at += ms), phases: () => queue.snapshot().map(({ phase }) => phase) };
}

describe('the uploads of a tab', () => {
  it('are sent two at a time, and the next begins when one ends', () => {
    const { queue, sends, phases } = queueUnderTest();
    queue.add(
      'me',
      [1, 2, 3].map((bytes) => ({ file: fileOf(bytes), target })),
    );
    expect(phases()).toEqual(['sending', 'sending', 'waiting']);
    sends[0]!.onFailed({ code: 'NOT_FOUND', message: null });
    expect(phases()).toEqual(['refused', 'sending', 'sending']);
  });

  it('report their pace over the last seconds, and where they resumed', () => {
    const { queue, sends, tick } = queueUnderTest();
    queue.add('me', [{ file: fileOf(10_000), target }]);
    sends[0]!.onProgress(4_000, true);
    expect(queue.snapshot()[0]).toMatchObject({ sentBytes: 4_000, resumedFromBytes: 4_000, bytesPerSecond: null });
    tick(2_000);
    sends[0]!.onProgress(6_000, false);
    expect(queue.snapshot()[0]).toMatchObject({ resumedFromBytes: 4_000, bytesPerSecond: 1_000 });
    tick(60_000);
    sends[0]!.onProgress(7_000, false);
    expect(queue.snapshot()[0]?.bytesPerSecond).toBeNull();
  });

  it('can be paused, resumed and cancelled', () => {
    const { queue, sends, phases } = queueUnderTest();
    queue.add('me', [{ file: fileOf(10), target }]);
    const { key } = queue.snapshot()[0]!;
    queue.pause(key);
    expect(sends[0]!.pause).toHaveBeenCalledOnce();
    expect(phases()).toEqual(['paused']);
    // What the stopped request still reports is ignored.
    sends[0]!.onProgress(9, false);
    expect(queue.snapshot()[0]?.sentBytes).toBe(0);
    queue.resume(key);
    expect(phases()).toEqual(['sending']);
    queue.remove(key);
    expect(sends[1]!.cancel).toHaveBeenCalledOnce();
    expect(phases()).toEqual([]);
  });

  it('are followed to their end, even if the portal is briefly unreachable', async () => {
    const answers = [
      () => Promise.reject(Object.assign(new Error('away'), { code: 'HTTP_502' })),
      () => Promise.resolve({ state: 'checking' as const, checkedBytes: 5 }),
      () => Promise.resolve({ state: 'attached' as const, slideId: 's', sha256: 'abc', code: null, message: null }),
    ];
    const { queue, sends } = queueUnderTest(() => answers.shift()!() as Promise<Partial<SlideUpload>>);
    queue.add('me', [{ file: fileOf(10), target }]);
    sends[0]!.onSent('id');
    expect(queue.snapshot()[0]).toMatchObject({ phase: 'checking', sentBytes: 10 });
    await expect.poll(() => queue.snapshot()[0]?.phase).toBe('attached');
    expect(queue.snapshot()[0]).toMatchObject({ slideId: 's', sha256: 'abc', problem: null });
  });

  it('report why they were refused, and can be resumed if only the connection or the disk failed', () => {
    const { queue, sends, phases } = queueUnderTest();
    for (const code of ['NETWORK', 'DISK_FULL', 'UNAUTHENTICATED', 'CONFLICT']) {
      queue.add('me', [{ file: fileOf(10), target }]);
      sends.at(-1)!.onFailed({ code, message: null });
    }
    expect(phases()).toEqual(['failed', 'failed', 'failed', 'refused']);
  });
});

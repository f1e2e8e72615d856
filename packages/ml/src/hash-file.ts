import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { SlideError } from './errors.ts';

/**
 * sha256 of a slide file, in hexadecimal.
 *
 * @param onProgress - bytes read and total bytes.
 * @throws SlideError UNREADABLE; the signal's reason when aborted.
 */
export async function hashFile(
  path: string,
  signal: AbortSignal | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  try {
    const total = (await stat(path)).size;
    let done = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      hash.update(chunk);
      done += chunk.length;
      onProgress(done, total);
    }
  } catch {
    signal?.throwIfAborted();
    throw new SlideError('UNREADABLE', 'The slide file cannot be read.');
  }
  return hash.digest('hex');
}

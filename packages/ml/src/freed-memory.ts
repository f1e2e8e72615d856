import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';

type Trim = (pad: number, done: (error: Error | null) => void) => void;

let trim: Trim | null | undefined;

/**
 * Returns memory that ONNX Runtime and the image libraries have freed to the system.
 *
 * The C library of most Linux systems keeps what a thread freed in that thread's arena for its next request, and every
 * run has new threads: a worker that had scored two dozen slides and trained a head held 938 MB when idle, 471 MB after
 * this. On other systems, which return memory by themselves, it does nothing. It runs on a thread and takes some tens
 * of milliseconds; memory that is needed again has to be requested again, so call it when idle.
 */
export async function returnFreedMemory(): Promise<void> {
  const call = (trim = trim === undefined ? trimOfLibrary() : trim);
  if (call) await new Promise<void>((resolve) => call(0, () => resolve()));
}

/** glibc's own function; null with another C library. */
function trimOfLibrary(): Trim | null {
  if (process.platform !== 'linux') return null;
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
    return koffi.load('libc.so.6').func('int malloc_trim(size_t pad)').async as Trim;
  } catch {
    return null;
  }
}

import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { returnFreedMemory } from './freed-memory.ts';

const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
const isGlibc = (() => {
  try {
    return koffi.load('libc.so.6').func('const char *gnu_get_libc_version()')() !== '';
  } catch {
    return false;
  }
})();

describe('memory that native code has freed', () => {
  it.skipIf(!isGlibc)('is kept by the C library, and returned on request (glibc only)', async () => {
    const libc = koffi.load('libc.so.6');
    const allocate = libc.func('void *malloc(size_t size)');
    const fill = libc.func('void *memset(void *at, int value, size_t size)');
    const free = libc.func('void free(void *at)');
    // Below the size at which each block is a mapping of its own, and the last one stays in use: so freeing returns nothing.
    const size = 100_000;
    const blocks = Array.from({ length: 2_000 }, (): unknown => {
      const block: unknown = allocate(size);
      fill(block, 1, size);
      return block;
    });
    const last = allocate(size);
    for (const block of blocks) free(block);

    const kept = process.memoryUsage.rss();
    await returnFreedMemory();
    const returned = kept - process.memoryUsage.rss();
    free(last);
    expect(returned).toBeGreaterThan(0.75 * 2_000 * size);
  });

  it('is left alone silently on systems without that call', async () => {
    await expect(returnFreedMemory()).resolves.toBeUndefined();
  });
});

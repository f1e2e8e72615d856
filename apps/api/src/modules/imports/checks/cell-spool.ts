import { type CellKind, type ImportCells, type ImportProblem } from '@haim/schema';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Records, or refused cells, on one page. */
const PAGE = 25;

type Entry = ImportCells | ImportProblem;

/** Of one kind: its entries as lines of a file, and where each page begins in it. */
interface Kept {
  count: number;
  bytes: number;
  readonly pages: number[];
  waiting: string;
}

/**
 * What a check finds, cell by cell, in a file for each kind: of a large table it is more than a page or memory holds, and
 * pages of it are looked at one by one.
 */
export class CellSpool {
  private readonly kinds: Readonly<Record<CellKind, Kept>> = {
    new: nothing(),
    changed: nothing(),
    same: nothing(),
    refused: nothing(),
  };

  /** @param folder - of this check alone, removed by whoever made it. */
  constructor(private readonly folder: string) {}

  add(kind: CellKind, entry: Entry): void {
    const kept = this.kinds[kind];
    const line = `${JSON.stringify(entry)}\n`;
    if (kept.count % PAGE === 0) kept.pages.push(kept.bytes);
    kept.count += 1;
    kept.bytes += Buffer.byteLength(line);
    kept.waiting += line;
  }

  /** Writes what was added; called between batches, so that little waits in memory. */
  async flush(): Promise<void> {
    for (const [kind, kept] of Object.entries(this.kinds)) {
      if (kept.waiting === '') continue;
      const { waiting } = kept;
      kept.waiting = '';
      await appendFile(join(this.folder, kind), waiting, { mode: 0o600 });
    }
  }

  /** A page, counted from 0; empty behind the last. */
  async page(
    kind: CellKind,
    number: number,
  ): Promise<{ readonly pages: number; readonly entries: readonly unknown[] }> {
    const { pages, bytes } = this.kinds[kind];
    const from = pages[number];
    if (from === undefined) return { pages: pages.length, entries: [] };
    const file = await open(join(this.folder, kind));
    try {
      const { buffer } = await file.read(Buffer.alloc((pages[number + 1] ?? bytes) - from), { position: from });
      const lines = buffer.toString('utf8').trimEnd().split('\n');
      return { pages: pages.length, entries: lines.map((line): unknown => JSON.parse(line)) };
    } finally {
      await file.close();
    }
  }
}

const nothing = (): Kept => ({ count: 0, bytes: 0, pages: [], waiting: '' });

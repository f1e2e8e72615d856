import { type ImportCorrection } from '@haim/schema';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { notFound } from '../../../context/portal-error.ts';
import { type Encoding } from '../../../tables/index.ts';
import { type CellSpool } from './cell-spool.ts';

/** Long enough to look at what a check found and to correct it. */
const HELD_MS = 60 * 60_000;

/** A file that was checked and is held for whoever sent it. */
export interface HeldCheck {
  readonly id: string;
  readonly userId: string;
  readonly study: string;
  readonly fileName: string;
  /** Of this check alone: the file, and what was found. */
  readonly folder: string;
  readonly path: string;
  /** As the sender named it. */
  readonly encoding: Encoding | null;
  readonly cells: CellSpool;
  /** Those that it was last checked with. */
  readonly corrections: readonly ImportCorrection[];
}

/**
 * Files that were checked, so that they are corrected, looked at and imported without being sent again. One for each person
 * and study, in a temporary folder of this process: where it is gone, the browser sends the file once more.
 */
export class HeldChecks {
  private readonly held = new Map<string, HeldCheck>();

  /** Takes the folder over. */
  async hold(check: Omit<HeldCheck, 'id'>): Promise<string> {
    const earlier = [...this.held.values()].filter(
      ({ userId, study }) => userId === check.userId && study === check.study,
    );
    for (const one of earlier) await this.release(one.id);
    const id = randomUUID();
    this.held.set(id, { id, ...check });
    setTimeout(() => void this.release(id), HELD_MS).unref();
    return id;
  }

  /** @throws NOT_FOUND where it is not the asker's, is of another study, or is not held any more. */
  of(userId: string, study: string, id: string): HeldCheck {
    const check = this.held.get(id);
    if (!check || check.userId !== userId || check.study !== study) throw notFound('checked file');
    return check;
  }

  /** Once it was checked again. */
  renew({ id }: HeldCheck, found: Pick<HeldCheck, 'cells' | 'corrections'>): void {
    const check = this.held.get(id);
    if (check) this.held.set(id, { ...check, ...found });
  }

  async release(id: string): Promise<void> {
    const check = this.held.get(id);
    if (!check) return;
    this.held.delete(id);
    await rm(check.folder, { recursive: true, force: true });
  }
}

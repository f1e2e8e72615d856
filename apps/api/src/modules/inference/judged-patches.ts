import { type DropReason, type PatchGrid, type PatchWatch } from '@haim/ml';
import { type Claim, type FencedRuns, type Progress } from '../../jobs/fenced-runs.ts';

const WRITE_MS = 400;

/**
 * Writes what a run finds of its patches while they come, a few times a second. The run never waits for it. Progress is
 * passed on once the patches that it counts are written, so that whoever hears of it finds them.
 */
export class JudgedPatchWriter implements PatchWatch {
  private grid: PatchGrid | null = null;
  private places: number[] = [];
  private reasons: (DropReason | null)[] = [];
  private part = 0;
  private progress: Progress | null = null;
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runs: FencedRuns,
    private readonly claim: Claim,
    private readonly pass: (progress: Progress) => void,
  ) {}

  readonly onGrid = (grid: PatchGrid): void => {
    this.grid = grid;
    this.writeSoon(0);
  };

  readonly onJudged = (place: number, reason: DropReason | null): void => {
    this.places.push(place);
    this.reasons.push(reason);
    this.writeSoon(WRITE_MS);
  };

  readonly report = (progress: Progress): void => {
    if (this.grid === null || progress.stage !== 'features') this.pass(progress);
    else this.progress = progress;
  };

  /** Whatever was not written yet; to be called however the work ended. */
  async end(): Promise<void> {
    await this.write();
  }

  private writeSoon(ms: number): void {
    this.timer ??= setTimeout(() => void this.write(), ms);
  }

  /** One at a time. What could not be written is kept for the next. */
  private write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeNow()).catch(() => undefined);
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    const { grid, progress, runs, claim } = this;
    const [places, reasons] = [this.places, this.reasons];
    if (grid === null) return;
    [this.places, this.reasons] = [[], []];
    try {
      await runs.whileMine(claim, async (client) => {
        const parts = [];
        if (this.part === 0) {
          // Of an attempt whose worker died.
          await client.query('delete from portal.judged_patches where inference_id = $1', [claim.id]);
          parts.push({ part: 0, ...columnsOf(grid), place: null });
        }
        if (places.length > 0) {
          parts.push({ part: Math.max(1, this.part), size: null, x: null, y: null, place: places, reason: reasons });
        }
        for (const { part, size, x, y, place, reason } of parts) {
          await client.query(
            `insert into portal.judged_patches (inference_id, part, centre_id, attempt, size_px, x, y, place, reason)
             select id, $2, centre_id, attempt, $3, $4, $5, $6, $7 from portal.inference where id = $1`,
            [claim.id, part, size, x, y, place, reason],
          );
        }
      });
      this.part = Math.max(1, this.part) + (places.length > 0 ? 1 : 0);
    } catch (error) {
      this.places.unshift(...places);
      this.reasons.unshift(...reasons);
      throw error;
    }
    if (progress !== null) this.pass(progress);
  }
}

function columnsOf({ sizePx, patches }: PatchGrid) {
  return {
    size: sizePx,
    x: patches.map(({ x }) => x),
    y: patches.map(({ y }) => y),
    reason: patches.map(({ reason }) => reason),
  };
}

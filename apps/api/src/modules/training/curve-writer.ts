import { type LearningPoint } from '@haim/ml';
import { type Claim, type FencedRuns } from '../../jobs/fenced-runs.ts';

const WRITE_MS = 400;

/** Writes the learning curve several times a second while it grows, and once more at its end; each time as a whole. */
export class CurveWriter {
  private readonly points: LearningPoint[] = [];
  private writing: Promise<unknown> = Promise.resolve();
  private isWriting = false;
  private writtenAt = 0;

  constructor(
    private readonly runs: FencedRuns,
    private readonly claim: Claim,
  ) {}

  add(point: LearningPoint): void {
    this.points.push(point);
    if (this.isWriting || performance.now() - this.writtenAt < WRITE_MS) return;
    this.isWriting = true;
    // The training does not wait for it; what could not be written now is written at the end.
    this.writing = this.write()
      .catch(() => undefined)
      .finally(() => {
        this.isWriting = false;
        this.writtenAt = performance.now();
      });
  }

  async end(): Promise<void> {
    await this.writing;
    await this.write();
  }

  private async write(): Promise<void> {
    const { points } = this;
    const column = (name: keyof LearningPoint) => points.map((point) => point[name]);
    await this.runs.whileMine(this.claim, async (client) => {
      await client.query(
        `insert into portal.training_curve (run_id, epoch, training_loss, tuning_loss, training_auc, tuning_auc)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (run_id) do update set epoch = excluded.epoch, training_loss = excluded.training_loss,
           tuning_loss = excluded.tuning_loss, training_auc = excluded.training_auc, tuning_auc = excluded.tuning_auc`,
        [
          this.claim.id,
          column('epoch'),
          column('trainingLoss'),
          column('tuningLoss'),
          column('trainingAuc'),
          column('tuningAuc'),
        ],
      );
    });
  }
}

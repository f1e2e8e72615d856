import {
  type AskedOperation,
  type DrawnFile,
  type ReportContents,
  type ReportFormat,
  type ReportOrder,
} from '@haim/schema';
import { type PortalContext } from '../../context/portal-context.ts';
import { PortalError } from '../../context/portal-error.ts';
import { drawn } from '../../drawing/drawing-process.ts';
import { DrawingTurns } from '../../drawing/drawing-turns.ts';
import { type StudyService } from '../studies/index.ts';

export interface AskedReport {
  readonly contents: ReportContents;
  readonly language: ReportOrder['language'];
  readonly format: ReportFormat;
  /** As an address has it; null is everybody whom the asker may read. */
  readonly cohort: string | null;
  readonly snapshot: string | null;
}

export interface ReportDesk {
  /** Carries out an operation for the asker, whose access is read afresh each time. */
  readonly answer: (operation: AskedOperation) => Promise<unknown>;
  readonly onStep: (step: { readonly done: number; readonly of: number; readonly name: string }) => void;
  /** Others have to be finished first. */
  readonly onWaiting: () => void;
  readonly signal: AbortSignal;
}

/** Records a file that leaves the portal. */
export type RecordExport = (
  ctx: PortalContext,
  study: string,
  file: { what: string; rows: number; fileName: string },
) => Promise<void>;

/** The other core answers what the report asks. */
const AT_ONCE = 1;
/** Of one person, with those that wait: one that is wanted, and one that has just been cancelled. */
const MOST_OF_ONE = 2;

/** Reports of studies: the pages of one, drawn as one document by a process that asks as the asker. */
export class ReportService {
  private readonly turns = new DrawingTurns(AT_ONCE);
  private readonly underWay = new Map<string, number>();

  constructor(
    private readonly studies: StudyService,
    private readonly recordExport: RecordExport,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN for those who read no record there. */
  checkAccess(ctx: PortalContext, study: string): void {
    this.studies.scopeWith(ctx, study, 'readRecords');
  }

  /**
   * Makes a report, and records it before it is handed out.
   *
   * @throws as `checkAccess`, TOO_MANY_REQUESTS while others of the same person are made, DrawingRefused for a selection that the study does not have, or as the signal does.
   */
  async make(ctx: PortalContext, study: string, asked: AskedReport, desk: ReportDesk): Promise<DrawnFile> {
    this.checkAccess(ctx, study);
    const { answer, onStep, onWaiting, signal } = desk;
    const { contents, language, format, cohort, snapshot } = asked;
    const order: ReportOrder = {
      kind: 'report',
      ...{ contents, study, language, cohort, snapshot },
      formats: [format],
      madeBy: ctx.asker.name,
      madeOn: new Date().toISOString().slice(0, 10),
    };
    const [file] = await this.once(ctx.asker.userId, () => {
      if (this.turns.isBusy) onWaiting();
      return this.turns.take(() => drawn(order, { answer, onStep, signal }), signal);
    });
    if (!file) throw new Error('The report has no file.');
    await this.recordExport(ctx, study, { what: file.holds, rows: file.rows, fileName: file.name });
    return file;
  }

  private async once<Result>(userId: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.underWay.get(userId) ?? 0;
    if (before >= MOST_OF_ONE) {
      throw new PortalError(
        'TOO_MANY_REQUESTS',
        'reports of yours are still being made: wait for them, or cancel them',
      );
    }
    this.underWay.set(userId, before + 1);
    try {
      return await work();
    } finally {
      const left = (this.underWay.get(userId) ?? 1) - 1;
      if (left > 0) this.underWay.set(userId, left);
      else this.underWay.delete(userId);
    }
  }
}

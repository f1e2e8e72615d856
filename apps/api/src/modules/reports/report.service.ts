import {
  type AskedOperation,
  type DrawnFile,
  type ReportContents,
  type ReportFormat,
  type ReportOrder,
} from '@haim/schema';
import { type PortalContext } from '../../context/portal-context.ts';
import { drawn, type DrawingDesk, DrawingRefused } from '../../drawing/drawing-process.ts';
import { OfOneAccount } from '../../of-one-account.ts';
import { Turns } from '../../turns.ts';
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

/** A study in which people save all day is reported of a frozen data version. */
const MOST_TRIES = 3;

/** Reports of studies: the pages of one, drawn as one document by a process that asks as the asker. */
export class ReportService {
  private readonly turns = new Turns(AT_ONCE);
  private readonly ofOne = new OfOneAccount(
    MOST_OF_ONE,
    'reports of yours are still being made: wait for them, or cancel them',
  );

  constructor(
    private readonly studies: StudyService,
    private readonly recordExport: RecordExport,
    private readonly draw = drawn,
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
    const [file] = await this.ofOne.during(ctx.asker.userId, () => {
      if (this.turns.isBusy) onWaiting();
      return this.turns.take(() => this.ofOneState(order, { answer, onStep, signal }), signal);
    });
    if (!file) throw new Error('The report has no file.');
    await this.recordExport(ctx, study, { what: file.holds, rows: file.rows, fileName: file.name });
    return file;
  }

  /** Drawn anew where somebody saved meanwhile: each of its numbers is of the same data. */
  private async ofOneState(order: ReportOrder, desk: DrawingDesk): Promise<readonly DrawnFile[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.draw(order, desk);
      } catch (error) {
        const hasChanged = error instanceof DrawingRefused && error.code === 'CONFLICT';
        if (!hasChanged || tries === MOST_TRIES) throw error;
      }
    }
  }
}

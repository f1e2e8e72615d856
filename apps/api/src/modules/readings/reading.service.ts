import { type ReadingContent, type Right } from '@haim/schema';
import { type DerivedResponses } from '@haim/stats';
import { type Asker, centresWith, hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { type AcceptedReadingService } from './accepted-reading.service.ts';
import { derivedOf } from './reading-content.ts';
import { readReadingOf, readReadingsOf, type ReadingRow, readRivals, writeReading } from './reading.query.ts';

export interface ReadVersion {
  readonly id: string;
  readonly version: number;
}

/** The cases of a reader or an adjudicator: their own and no other, known by number and days alone. */
export class ReadingService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly accepted: AcceptedReadingService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right. */
  async tasks({ asker }: PortalContext, study: string, right: Right): Promise<ReadingRow[]> {
    const { studyId } = this.studies.scope({ asker }, study);
    if (right !== 'readBlind' && right !== 'adjudicate') throw badInput('right must be readBlind or adjudicate');
    const own = asker.studies
      .filter((one) => one.studyId === studyId)
      .flatMap(({ blindCentres }) => blindCentres ?? []);
    const centreIds = centresWith(asker, right).filter((id) => own.includes(id));
    if (centreIds.length === 0) throw withoutCases(asker, study, right);
    const readings = await this.db.read(asker, (tx) => readReadingsOf(tx, centreIds, asker.userId));
    return readings.filter(({ slot }) => (slot === 'adjudication') === (right === 'adjudicate'));
  }

  /** @throws NOT_FOUND for a reading that is not the asker's, or not to be seen yet. */
  task({ asker }: PortalContext, id: string): Promise<ReadingRow> {
    return this.db.read(asker, (tx) => ownReading(tx, asker, id));
  }

  /** The two readings that an adjudicator compares; none for a reader. */
  async rivals({ asker }: PortalContext, { caseId, slot }: ReadingRow): Promise<ReadingRow[]> {
    if (slot !== 'adjudication') return [];
    return this.db.read(asker, (tx) => readRivals(tx, centresWith(asker, 'adjudicate'), caseId));
  }

  /** What would follow from a reading; nothing is kept. @throws NOT_FOUND as `task`; BAD_USER_INPUT with what is at fault. */
  async derive(ctx: PortalContext, id: string, content: ReadingContent): Promise<DerivedResponses> {
    return derivedOf(content, await this.task(ctx, id), false);
  }

  /**
   * Keeps a reading, and hands it in where that is asked for: from then on it is fixed.
   *
   * @throws as `derive`; CONFLICT if it was changed or handed in meanwhile.
   */
  async save(
    ctx: PortalContext,
    read: ReadVersion,
    content: ReadingContent,
    { remark, isSubmitted }: { remark: string | null; isSubmitted: boolean },
  ): Promise<ReadingRow> {
    return this.write(ctx, read, (reading) => {
      const derived = derivedOf(content, reading, isSubmitted);
      return {
        ...content,
        remark: remarkOf(remark),
        derived: isSubmitted ? derived : null,
        chosenId: null,
        isSubmitted,
      };
    });
  }

  /**
   * Decides for one of the two readings of a case.
   *
   * @throws NOT_FOUND for a case that is not the asker's to decide, or a reading that is not of it; CONFLICT as `save`.
   */
  async choose(ctx: PortalContext, read: ReadVersion, chosenId: string, remark: string | null): Promise<ReadingRow> {
    return this.write(ctx, read, async (reading, tx) => {
      const rivals = reading.slot === 'adjudication' ? await readRivals(tx, centresWith(ctx.asker, 'adjudicate'), reading.caseId) : []; // prettier-ignore
      if (!rivals.some(({ id }) => id === chosenId)) throw notFound('reading');
      const { lesions, newLesion } = reading;
      return { lesions, newLesion, remark: remarkOf(remark), derived: null, chosenId, isSubmitted: true };
    });
  }

  private async write(
    ctx: PortalContext,
    read: ReadVersion,
    contentOf: (
      reading: ReadingRow,
      tx: StudyTransaction,
    ) => Parameters<typeof writeReading>[2] | Promise<Parameters<typeof writeReading>[2]>,
  ): Promise<ReadingRow> {
    const { asker } = ctx;
    const written = await this.db.write(asker, null, async (tx) => {
      const reading = await ownReading(tx, asker, read.id);
      const content = await contentOf(reading, tx);
      if (!(await writeReading(tx, { ...read, author: asker.name }, content))) throw changedMeanwhile(reading);
      return ownReading(tx, asker, read.id);
    });
    if (written.state === 'submitted') await this.accepted.store(written.caseId);
    return written;
  }
}

/** Why no case is open to somebody. */
function withoutCases(asker: Asker, study: string, right: Right): PortalError {
  if (!hasRight(asker, right, study)) return withoutRight(right);
  if (asker.studies.some((one) => one.studyCode === study && one.isClosed)) return studyClosed(study);
  const does = hasRight(asker, 'enterSecond', study)
    ? 'enter forms of this study a second time'
    : 'may read records of this study';
  const why = `you ${does} by another role, so that you do not read its images blind`;
  return new PortalError('FORBIDDEN', why, { readings: 'NOT_BLIND' });
}

async function ownReading(tx: StudyTransaction, asker: Asker, id: string): Promise<ReadingRow> {
  const centreIds = [...centresWith(asker, 'readBlind'), ...centresWith(asker, 'adjudicate')];
  const reading = isId(id) ? await readReadingOf(tx, centreIds, asker.userId, id) : null;
  if (!reading) throw notFound('reading');
  return reading;
}

function changedMeanwhile({ state, version }: ReadingRow): PortalError {
  const message = state === 'submitted' ? 'this reading was handed in: it is fixed' : 'this reading was changed in another window'; // prettier-ignore
  return new PortalError('CONFLICT', message, { reading: state === 'submitted' ? 'SUBMITTED' : 'CHANGED', version });
}

function remarkOf(remark: string | null): string | null {
  const text = remark?.trim() ?? '';
  if (text.length > 2000) throw badInput('a remark has at most 2000 characters');
  return text === '' ? null : text;
}

import { checkScreening, type Issue, type Screening } from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { readRules } from './rules.query.ts';
import { refuse } from './rules.service.ts';
import {
  deleteScreening,
  findScreening,
  insertScreening,
  isBeforeBirth,
  type NewScreening,
  patientByCode,
  readScreenings,
  type ScreeningRow,
  updateScreening,
} from './screening.query.ts';

/** More lines than anybody reads on one page; the flow counts all of them. */
export const MOST_SCREENINGS = 500;

/** A line that is stored, and the version of it that was read. */
export interface ReadScreening {
  readonly id: string;
  readonly version: number;
}

/** Who was screened for a study at each centre, and what became of them. Nothing in it identifies anybody. */
export class ScreeningService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** The newest lines of the centres that the asker may read. @throws NOT_FOUND, FORBIDDEN. */
  async list(ctx: PortalContext, study: string): Promise<ScreeningRow[]> {
    const { readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => readScreenings(tx, readCentres, MOST_SCREENINGS));
  }

  /**
   * Adds a line, or corrects one.
   *
   * @param read - null for a new one.
   * @throws NOT_FOUND; STUDY_CLOSED; FORBIDDEN; BAD_USER_INPUT naming each field and what is expected, also for a number or a
   *   patient that another line of the centre has; CONFLICT if somebody changed the line meanwhile.
   */
  async save(
    ctx: PortalContext,
    study: string,
    centre: string,
    read: ReadScreening | null,
    entry: Screening,
  ): Promise<ScreeningRow> {
    const { asker } = ctx;
    const { studyId, readCentres } = this.studies.scopeWith(ctx, study, 'enterRecords');
    return this.db
      .write(asker, null, async (tx) => {
        const [found] = await tx.rows<{ id: number }>(
          'select id from portal.centre where study_id = $1 and code = $2 and id = any ($3)',
          [studyId, centre, readCentres],
        );
        if (!found) throw notFound('centre');
        needRightAt(asker, 'enterRecords', [found.id]);
        const { criteria } = await readRules(tx, studyId);
        const codes = criteria.map(({ code }) => code);
        const today = new Date().toISOString().slice(0, 10);
        // A criterion that the study no longer states stays where it was entered.
        const stored = read === null ? null : await storedIn(tx, read.id, found.id);
        refuse(checkScreening(entry, [...codes, ...(stored?.failedCriteria ?? [])], today));
        const next = { ...entry, centreId: found.id, patientId: await patientIdOf(tx, found.id, entry) };
        const id = await store(tx, read, next, asker.name);
        const saved = await findScreening(tx, id);
        if (!saved) throw notFound('screening');
        return saved;
      })
      .catch(refuseTaken);
  }

  /** Takes a line out that should never have been in; the trail keeps it. @throws as `save`. @returns its id. */
  async remove({ asker }: PortalContext, { id, version }: ReadScreening, reason: string): Promise<string> {
    const why = reason.trim();
    await this.db.write(asker, why, async (tx) => {
      const found = isId(id) ? await findScreening(tx, id) : undefined;
      if (!found) throw notFound('screening');
      needRightAt(asker, 'enterRecords', [found.centreId]);
      if (why === '' || why.length > 500) {
        refuse([issueOf('reason', 'a reason of 1 to 500 characters', '1 至 500 个字符的原因')]);
      }
      if (!(await deleteScreening(tx, id, version))) throw changedMeanwhile(found);
    });
    return id;
  }
}

async function storedIn(tx: WriteTransaction, id: string, centreId: number): Promise<ScreeningRow> {
  const found = isId(id) ? await findScreening(tx, id) : undefined;
  if (found?.centreId !== centreId) throw notFound('screening');
  return found;
}

/** @throws BAD_USER_INPUT where no patient of the centre has this code, or one who was enrolled before, or born after, being screened. */
async function patientIdOf(tx: WriteTransaction, centreId: number, entry: Screening): Promise<string | null> {
  const { patient, screenedOn } = entry;
  if (patient === null || patient.trim() === '') return null;
  const found = await patientByCode(tx, centreId, patient.trim());
  if (!found) {
    refuse([issueOf('patient', 'the code of a patient of this centre', '本中心已有的患者编号')]);
    return null;
  }
  const { id, enrolledOn } = found;
  if (enrolledOn !== null && screenedOn > enrolledOn) {
    refuse([
      issueOf(
        'screenedOn',
        `no later than ${enrolledOn}, when the patient was enrolled`,
        `不晚于患者入组日期 ${enrolledOn}`,
      ),
    ]);
  }
  if (await isBeforeBirth(tx, id, screenedOn)) {
    refuse([issueOf('screenedOn', 'no earlier than the date of birth of the patient', '不早于患者的出生日期')]);
  }
  return id;
}

async function store(
  tx: WriteTransaction,
  read: ReadScreening | null,
  entry: NewScreening,
  by: string,
): Promise<string> {
  if (read === null) return insertScreening(tx, entry, by);
  if (await updateScreening(tx, read.id, read.version, entry, by)) return read.id;
  throw changedMeanwhile(await findScreening(tx, read.id));
}

function changedMeanwhile(found: ScreeningRow | undefined): PortalError {
  const by = found?.updatedBy ?? 'somebody';
  return new PortalError('CONFLICT', `${by} changed this line meanwhile: look at it again`, {
    currentVersion: found?.version ?? null,
  });
}

const taken: Readonly<Record<string, Issue>> = {
  screening_number: issueOf(
    'number',
    'a number that no other line of this centre has',
    '本中心其他筛选条目未使用的编号',
  ),
  screening_of_patient: issueOf(
    'patient',
    'a patient whom no other line of this centre enrolled',
    '未在本中心其他筛选条目中入组的患者',
  ),
};

function refuseTaken(error: unknown): never {
  const { constraint } = error as { readonly constraint?: string };
  const found = taken[constraint ?? ''];
  if (found) refuse([found]);
  throw error;
}

function issueOf(field: string, en: string, zh: string): Issue {
  return { field, problem: 'rule', severity: 'error', expected: { en, zh } };
}

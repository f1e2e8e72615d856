import { demographicsForm, type Issue, patientCode, patientCodeLabel, type Row } from '@haim/schema';
import { badInput, notFound, PortalError, studyClosed } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type Selection } from '../../graphql/selected-fields.ts';
import { type StudyService } from '../studies/index.ts';
import { type Contradiction, storedContradictionsOf } from './contradictions.ts';
import { changedMeanwhile, codeInUse } from './patient-refusals.ts';
import { type RecordCount, readRecordCounts } from './record-counts.query.ts';
import { addPatients, correctCode } from './record-writer.ts';
import { recordsInRow } from './record.query.ts';
import { approach, type RecordService, refuseHeldUp } from './record.service.ts';

export interface PatientData {
  readonly id: string;
  readonly code: string;
  readonly study: string;
  readonly centre: string;
  readonly version: number;
  readonly writable: boolean;
  readonly outcome: OutcomeData;
  readonly contradictions: readonly Contradiction[];
}

/** A patient with the requested records, each form under its field. */
export type PatientWithRecords = PatientData & Readonly<Record<string, unknown>>;

/** Why a subject has no time: the migration of `derived_subject` says when each holds. */
export const missingTimes = ['noFollowUp', 'noTimeZero', 'beforeTimeZero', 'afterCutoff'] as const;
export type MissingTime = (typeof missingTimes)[number];

export interface OutcomeData {
  readonly bestResponse: string | null;
  readonly osDays: number | null;
  readonly osEvent: boolean | null;
  readonly pfsDays: number | null;
  readonly pfsEvent: boolean | null;
  /** null where the time is known. */
  readonly osMissing: MissingTime | null;
  readonly pfsMissing: MissingTime | null;
  readonly recipe: string;
}

export class PatientService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly records: RecordService,
  ) {}

  recordCounts({ asker }: PortalContext, ids: readonly string[]): Promise<RecordCount[]> {
    return this.db.read(asker, (tx) => readRecordCounts(tx, ids), { isAskedAtOnce: true });
  }

  /**
   * All in one trip to the database and one snapshot of it.
   *
   * @param fields - the requested fields of the patient: other records are not read, nor other columns of them.
   * @throws NOT_FOUND both for an absent patient and for one of a centre that is not open to the asker.
   */
  async one({ asker }: PortalContext, id: string, fields: Selection): Promise<PatientWithRecords> {
    const records = recordsInRow(fields, 'p');
    const [[row], contradictions] = await this.db.read(
      asker,
      (tx) =>
        Promise.all([
          tx.rows<SubjectRow>(composed(patientWith(records.columns)), [id]),
          fields.has('contradictions') ? storedContradictionsOf(tx, id) : [],
        ]),
      { isAskedAtOnce: true },
    );
    if (!row) throw notFound('patient');
    const writable = asker.studies.some(({ writeCentres }) => writeCentres.includes(row.centreId));
    return { ...records.unpack(row), writable, outcome: row, contradictions };
  }

  /** Adds a patient with demographics, in one transaction. @returns the new patient's id. */
  async create(
    ctx: PortalContext,
    request: { study: string; centre: string; code: string; demographics: Row },
  ): Promise<string> {
    const scope = this.studies.scope(ctx, request.study);
    const centres = await this.studies.centres(ctx, scope.studyId);
    const centre = centres.find(({ code }) => code === request.centre);
    if (!centre) throw badInput(`centre must be one of ${centres.map(({ code }) => code).join(', ')}`);
    if (scope.isClosed) throw studyClosed(request.study);
    if (!scope.writeCentres.includes(centre.id)) {
      throw new PortalError('FORBIDDEN', `you may not add patients for centre ${centre.code}`);
    }
    if (!patientCode.test(request.code)) throw badInput(`code must be ${patientCodeLabel.en}`);
    return this.db
      .write(ctx.asker, null, async (tx) => {
        const [created] = await addPatients(tx, ctx.asker.name, [{ centreId: centre.id, code: request.code }]);
        if (!created) throw new PortalError('CONFLICT', `centre ${centre.code} already has a patient ${request.code}`);
        await this.records.addTo(tx, ctx, demographicsForm, created.id, request.demographics);
        return created.id;
      })
      .catch(refuseHeldUp);
  }

  /**
   * Another code for a patient; the old one stays in the trail, where it is found.
   *
   * @throws BAD_USER_INPUT for a code that is malformed, in use at the centre or the same; NOT_FOUND; CONFLICT where another
   * version is stored; STUDY_CLOSED; FORBIDDEN.
   */
  async correctCode(
    ctx: PortalContext,
    { id, version, code, reason }: { id: string; version: number; code: string; reason: string },
  ): Promise<void> {
    if (!reason.trim()) throw badInput('a correction needs a reason');
    if (!patientCode.test(code)) throw badInput(`code must be ${patientCodeLabel.en}`, [malformedCode]);
    await this.db
      .write(ctx.asker, reason.trim(), async (tx) => {
        const { patient } = await approach(tx, ctx, demographicsForm, id);
        const isCorrected = await correctCode(tx, ctx.asker.name, { id, version, code }).catch((cause: unknown) => {
          throw (cause as { code?: unknown }).code === UNIQUE_VIOLATION ? codeInUse(code) : cause;
        });
        if (!isCorrected) throw changedMeanwhile(patient);
      })
      .catch(refuseHeldUp);
  }
}

const UNIQUE_VIOLATION = '23505';

const malformedCode: Issue = { field: 'code', problem: 'rule', severity: 'error', expected: patientCodeLabel };

interface SubjectRow extends OutcomeData {
  readonly id: string;
  readonly code: string;
  readonly study: string;
  readonly centre: string;
  readonly centreId: number;
  readonly version: number;
}

const patientWith = (columns: readonly string[]): string => `
  select ${[patientColumns, ...columns].join(', ')}
  from portal.patient p
  join portal.subject s on s.centre_id = p.centre_id and s.id = p.id
  join portal.study st on st.id = s.study_id and st.recipe_id = s.recipe_id
  join portal.recipe r on r.id = st.recipe_id
  where p.id = $1`;

const patientColumns = `p.id, p.code, st.code as study, s.centre, p.centre_id as "centreId", p.version,
  s.best_response as "bestResponse", s.os_days as "osDays", s.os_event as "osEvent", s.pfs_days as "pfsDays",
  s.pfs_event as "pfsEvent", s.os_missing as "osMissing", s.pfs_missing as "pfsMissing", r.name || ' ' || r.version as recipe`;

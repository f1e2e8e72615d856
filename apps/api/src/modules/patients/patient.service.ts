import { demographicsForm, type FormName, forms, patientCode, patientCodeLabel, type Row } from '@haim/schema';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredRow, tableOf } from '../../db/entity-from-form.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/study.service.ts';
import { type Contradiction, contradictionsOf } from './contradictions.ts';
import { addPatients } from './record-writer.ts';
import { findPatient, type RecordService } from './record.service.ts';

export interface PatientRecordData {
  readonly id: string;
  readonly code: string;
  readonly study: string;
  readonly centre: string;
  readonly version: number;
  readonly writable: boolean;
  readonly records: Record<FormName, StoredRow[]>;
  readonly outcome: OutcomeData;
  readonly contradictions: Contradiction[];
}

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

  /** Records per patient and form, in one statement over the forms' tables. */
  recordCounts(
    { asker }: PortalContext,
    ids: readonly string[],
  ): Promise<{ patientId: string; form: string; n: number }[]> {
    const counts = forms.map(
      (form) =>
        `select patient_id as "patientId", '${form.name}' as form, count(*)::int as n
         from portal."${tableOf(form)}" where patient_id = any($1) group by patient_id`,
    );
    return this.db.read(asker, (tx) => tx.rows(counts.join(' union all '), [ids]));
  }

  /** @throws NOT_FOUND alike for an absent patient and one of a centre that is not open to the asker. */
  async one(ctx: PortalContext, id: string): Promise<PatientRecordData> {
    return this.db.read(ctx.asker, async (tx) => {
      const { centreId } = await findPatient(tx, id);
      const [row] = await tx.rows<
        OutcomeData & { id: string; code: string; study: string; centre: string; version: number }
      >(
        `select s.id, s.code, st.code as study, s.centre, p.version, s.best_response as "bestResponse",
           s.os_days as "osDays", s.os_event as "osEvent", s.pfs_days as "pfsDays", s.pfs_event as "pfsEvent",
           s.os_missing as "osMissing", s.pfs_missing as "pfsMissing", r.name || ' ' || r.version as recipe
         from portal.subject s
         join portal.study st on st.id = s.study_id and st.recipe_id = s.recipe_id
         join portal.recipe r on r.id = s.recipe_id
         join portal.patient p on p.centre_id = s.centre_id and p.id = s.id
         where s.centre_id = $1 and s.id = $2`,
        [centreId, id],
      );
      if (!row) throw notFound('patient');
      const { code, study, centre, version, ...outcome } = row;
      return {
        id,
        code,
        study,
        centre,
        version,
        writable: ctx.asker.studies.some(({ writeCentres }) => writeCentres.includes(centreId)),
        records: await this.records.ofPatient(tx, id),
        outcome,
        contradictions: await contradictionsOf(tx, [id]),
      };
    });
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
    if (!scope.writeCentres.includes(centre.id)) {
      throw new PortalError('FORBIDDEN', `you may not add patients for centre ${centre.code}`);
    }
    if (!patientCode.test(request.code)) throw badInput(`code must be ${patientCodeLabel.en}`);
    return this.db.write(ctx.asker, null, async (tx) => {
      const [created] = await addPatients(tx, ctx.asker.name, [{ centreId: centre.id, code: request.code }]);
      if (!created) throw new PortalError('CONFLICT', `centre ${centre.code} already has a patient ${request.code}`);
      await this.records.addTo(tx, ctx, demographicsForm, created.id, request.demographics);
      return created.id;
    });
  }
}

import { tumourAssessmentForm } from '@haim/schema';
import { type DerivedResponses } from '@haim/stats';
import { type Asker, readableCentres } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb } from '../../db/study-db.ts';
import { type RecordService } from '../patients/index.ts';

/** In the history of the assessment. */
const reason = 'accepted blinded reading';

interface AcceptedCase {
  readonly linkId: string;
  readonly readingId: string;
  readonly patientId: string;
  readonly assessmentIds: readonly string[];
  readonly overall: readonly (string | null)[];
  readonly days: readonly number[];
}

/** A reading that was accepted, as the patient's page shows it: how it came about, and the response of each image. */
export interface AcceptedReadingRow {
  readonly id: string;
  readonly isAdjudicated: boolean;
  readonly acceptedAt: Date;
  readonly isStored: boolean;
  readonly fault: string | null;
  readonly assessmentIds: readonly string[];
  readonly derived: DerivedResponses;
}

/** What readers agreed on, or a third person decided, becomes the response as read of the patient's images. */
export class AcceptedReadingService {
  constructor(
    private readonly db: StudyDb,
    private readonly records: RecordService,
    private readonly asPortal: () => Promise<Asker>,
  ) {}

  /**
   * Stores the accepted reading of a case, if there is one that is not stored yet, by the one writer of records: as the
   * portal, since who handed it in may not reach the patient. What stands in the way is kept with the case and told to who
   * assigned it; it never reaches a reader.
   */
  async store(caseId: string): Promise<void> {
    const asker = await this.asPortal();
    try {
      await this.db.write(asker, reason, async (tx) => {
        const [accepted] = await tx.rows<AcceptedCase>(
          `select l.id as "linkId", r.id as "readingId", l.patient_id as "patientId", l.assessment_ids as "assessmentIds", r.overall, c.days
           from portal.reading_link l
           join portal.reading_case c on c.centre_id = l.centre_id and c.id = l.case_id
           join portal.reading r on r.centre_id = c.centre_id and r.id = c.accepted_id
           where c.id = $1 and l.stored_reading_id is distinct from r.id for update of l`,
          [caseId],
        );
        if (!accepted) return;
        const { linkId, readingId, assessmentIds, overall, days } = accepted;
        const read = assessmentIds.flatMap((id, i) =>
          overall[i] ? [{ id, readerResponse: overall[i], day: days[i] }] : [],
        );
        await inTurn(read, ({ id, readerResponse, day }) =>
          this.records
            .correctWithin(tx, { asker }, tumourAssessmentForm, { id, fields: { readerResponse }, reason })
            .catch((cause: unknown) => {
              throw new Error(`image of day ${day}: ${cause instanceof Error ? cause.message : String(cause)}`, {
                cause,
              });
            }),
        );
        await tx.rows(
          `update portal.reading_link set stored_reading_id = $2, stored_at = now(), fault = null, version = version + 1,
             updated_at = now(), updated_by = $3 where id = $1`,
          [linkId, readingId, asker.name],
        );
      });
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      await this.db.write(asker, null, (tx) =>
        tx.rows(
          `update portal.reading_link set fault = $2, version = version + 1, updated_at = now(), updated_by = $3
           where case_id = $1 and fault is distinct from $2`,
          [caseId, fault, asker.name],
        ),
      );
    }
  }

  /** The accepted readings of a patient, the newest first. @throws NOT_FOUND for a patient that is not the asker's. */
  async ofPatient({ asker }: PortalContext, patientId: string): Promise<AcceptedReadingRow[]> {
    const centreIds = readableCentres(asker);
    return this.db.read(asker, async (tx) => {
      const [patient] = isId(patientId)
        ? await tx.rows('select id from portal.patient where centre_id = any($1) and id = $2', [centreIds, patientId])
        : [];
      if (!patient) throw notFound('patient');
      return tx.rows<AcceptedReadingRow>(
        `select r.id, c.differs as "isAdjudicated", c.updated_at as "acceptedAt", l.stored_reading_id is not distinct from r.id as "isStored",
           l.fault, l.assessment_ids as "assessmentIds", r.derived
         from portal.reading_link l
         join portal.reading_case c on c.centre_id = l.centre_id and c.id = l.case_id
         join portal.reading r on r.centre_id = c.centre_id and r.id = c.accepted_id
         where l.centre_id = any($1) and l.patient_id = $2 order by c.updated_at desc`,
        [centreIds, patientId],
      );
    });
  }
}

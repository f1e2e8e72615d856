import { isId } from '../../context/id.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';

/** A value of the treatment record and the one that the cycles and courses on record give. */
export interface TreatmentDifference {
  readonly patientId: string;
  readonly code: string;
  readonly centre: string;
  /** Of the form treatment. */
  readonly field: string;
  readonly recorded: string;
  readonly given: string;
}

export interface TreatmentDifferences {
  /** Patients with a cycle or a course on record. */
  readonly compared: number;
  readonly patients: number;
  readonly rows: readonly TreatmentDifference[];
}

/** So many differences are named; their patients are all counted. */
const NAMED = 200;

/** Where the treatment as it was recorded differs from what was given; the views of migration 99 define both. */
export class TreatmentGivenService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /**
   * @param patientId - of this patient alone; null for all that the asker may read.
   * @throws NOT_FOUND for a study that is not the asker's. A patient of others has no differences.
   */
  async differences(ctx: PortalContext, study: string, patientId: string | null): Promise<TreatmentDifferences> {
    const { readCentres } = this.studies.scope(ctx, study);
    if (patientId !== null && !isId(patientId)) return { compared: 0, patients: 0, rows: [] };
    const of = [readCentres, patientId];
    const [[counted], rows] = await this.db.read(ctx.asker, (tx) =>
      Promise.all([
        tx.rows<{ compared: number; patients: number }>(countOf, of),
        tx.rows<TreatmentDifference>(differencesOf, [...of, NAMED]),
      ]),
    );
    return { compared: counted?.compared ?? 0, patients: counted?.patients ?? 0, rows };
  }
}

const chosen = '(g.centre_id = any($1::int[]) and ($2::uuid is null or g.patient_id = $2::uuid))';

const countOf = `
  select (select count(*)::int from portal.treatment_given g where ${chosen}) as compared,
    (select count(distinct g.patient_id)::int from portal.treatment_difference g where ${chosen}) as patients`;

const differencesOf = `
  select g.patient_id as "patientId", p.code, c.code as centre, g.field, g.recorded, g.given
  from portal.treatment_difference g
  join portal.patient p on p.centre_id = g.centre_id and p.id = g.patient_id
  join portal.centre c on c.id = g.centre_id
  where ${chosen} order by p.code, c.code, g.field limit $3`;

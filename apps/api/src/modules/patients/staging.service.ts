import { type DerivedStage, deriveStaging, type StagingRecords, type Statement } from '@haim/schema';
import { isId } from '../../context/id.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { type StagedPatient, stagedPatients } from './staging.query.ts';

/** An entered class or stage that what is recorded cannot give. */
export interface StagingDifference {
  readonly patientId: string;
  readonly code: string;
  readonly centre: string;
  /** Of the form baseline. */
  readonly field: DerivedStage['field'];
  readonly entered: string;
  /** What the records allow; one, if they decide. */
  readonly derived: readonly string[];
  readonly how: Statement;
}

export interface StagingDifferences {
  /** Patients with an entered Child-Pugh class or BCLC stage. */
  readonly compared: number;
  readonly patients: number;
  readonly rows: readonly StagingDifference[];
}

/** So many differences are named; their patients are all counted. */
const NAMED = 200;
/** Patients who are derived between two questions to the database, so that others are answered meanwhile. */
const AT_ONCE = 1000;

/** Where the entered Child-Pugh class and BCLC stage differ from those derived; `deriveStaging` defines both. */
export class StagingService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /**
   * @param patientId - of this patient alone; null for all that the asker may read.
   * @throws NOT_FOUND for a study that is not the asker's. A patient of others has no differences.
   */
  async differences(ctx: PortalContext, study: string, patientId: string | null): Promise<StagingDifferences> {
    const { readCentres } = this.studies.scope(ctx, study);
    if (patientId !== null && !isId(patientId)) return { compared: 0, patients: 0, rows: [] };
    return this.db.read(ctx.asker, async (tx) => {
      const rows: StagingDifference[] = [];
      let compared = 0;
      let page: StagedPatient[] = [];
      do {
        const after = page.at(-1)?.patientId ?? null;
        page = await tx.rows<StagedPatient>(stagedPatients, [readCentres, patientId, after, AT_ONCE]);
        compared += page.length;
        rows.push(...page.flatMap(differencesOf));
      } while (page.length === AT_ONCE);
      rows.sort((a, b) => order(a.code, b.code) || order(a.centre, b.centre));
      const patients = new Set(rows.map((row) => row.patientId)).size;
      return { compared, patients, rows: rows.slice(0, NAMED) };
    });
  }
}

function differencesOf({ patientId, code, centre, ...records }: StagedPatient & StagingRecords): StagingDifference[] {
  return deriveStaging(records).stages.flatMap(({ field, entered, possible, differs, how }) =>
    differs && entered !== null ? [{ patientId, code, centre, field, entered, derived: possible, how }] : [],
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';

export interface AuditEntryData {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly form: string;
  readonly recordId: string;
  readonly patientCode: string;
  readonly reason: string | null;
  readonly changes: { field: string; oldValue: string | null; newValue: string | null }[];
}

type Stored = Omit<AuditEntryData, 'changes'> & { changes: Record<string, [unknown, unknown]> };

export class AuditService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** The newest changes of a study or of one patient, within the asker's centres. */
  async newest(ctx: PortalContext, study: string, patientId: string | null, first: number): Promise<AuditEntryData[]> {
    if (first < 1 || first > 200) throw badInput('first must be 1 to 200');
    const scope = this.studies.scope(ctx, study);
    const rows = await this.db.read(ctx.asker, (tx) =>
      tx.rows<Stored>(
        `select a.id::text, a.at, a.user_name as by, a.action, a.form, a.record_id as "recordId", p.code as "patientCode",
           a.reason, a.changes
         from portal.audit_entry a
         join portal.patient p on p.centre_id = a.centre_id and p.id = a.patient_id
         where a.centre_id = any($1) and ($2::uuid is null or a.patient_id = $2)
         order by a.id desc limit $3`,
        [scope.readCentres, patientId, first],
      ),
    );
    return rows.map(({ changes, form, ...entry }) => ({
      ...entry,
      form: camelCase(form),
      changes: Object.entries(changes).map(([column, [oldValue, newValue]]) => ({
        field: camelCase(column),
        oldValue: text(oldValue),
        newValue: text(newValue),
      })),
    }));
  }
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** tumour_size_mm -> tumourSizeMm, the name in the declaration. */
function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

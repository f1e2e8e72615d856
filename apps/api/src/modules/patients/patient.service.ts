import { demographicsForm, type FormName, forms, type Row } from '@haim/schema';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredRow, tableOf } from '../../db/entity-from-form.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type CohortInput, CohortSql } from '../cohort/index.ts';
import { type StudyService } from '../studies/study.service.ts';
import { type Contradiction, contradictionsOf } from './contradictions.ts';
import { findPatient, type RecordService } from './record.service.ts';

export const sortColumns = {
  code: 's.code',
  arm: 's.arm',
  centre: 's.centre',
  ageYears: 's.age_years',
  bclcStage: 's.bclc_stage',
  tumourSizeMm: 's.tumour_size_mm',
  bestResponse: `array_position(array['CR','PR','SD','PD','NE'], s.best_response)`,
  osDays: 's.os_days',
  pfsDays: 's.pfs_days',
} as const;
export type SortField = keyof typeof sortColumns;

export interface PatientRowData {
  readonly id: string;
  readonly code: string;
  readonly centre: string;
}

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

export interface PageRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly sort: SortField;
  readonly descending: boolean;
  readonly first: number;
  readonly after: string | null;
}

const rowColumns = `s.id, s.code, s.centre, s.arm, s.age_years as "ageYears", s.sex, s.bclc_stage as "bclcStage",
  s.child_pugh_class as "childPughClass", s.tumour_size_mm as "tumourSizeMm",
  s.portal_vein_thrombus as "portalVeinThrombus", s.best_response as "bestResponse", s.os_days as "osDays",
  s.os_event as "osEvent", s.pfs_days as "pfsDays", s.pfs_event as "pfsEvent"`;

export const LARGEST_PAGE = 100;

export class PatientService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly records: RecordService,
  ) {}

  /**
   * A keyset page: rows after the cursor in the order asked for, missing values last, ties by code.
   *
   * @throws BAD_USER_INPUT for a page beyond the limit or a cursor that is none of ours.
   */
  async page(ctx: PortalContext, request: PageRequest) {
    if (request.first < 1 || request.first > LARGEST_PAGE) throw badInput(`first must be 1 to ${LARGEST_PAGE}`);
    const scope = this.studies.scope(ctx, request.study);
    const sql = new CohortSql(scope, request.cohort);
    const direction = request.descending ? 'desc' : 'asc';
    const key = sortColumns[request.sort];
    const cohortWhere = sql.where();
    const cohortValues = [...sql.values];
    const beyond = request.after === null ? 'true' : after(sql, key, request.descending, decodeCursor(request.after));
    return this.db.read(ctx.asker, async (tx) => {
      const rows = await tx.rows<PatientRowData & { sort_key: string | number | null }>(
        `select ${rowColumns}, ${key} as sort_key,
           (select min(l.evaluation_set) from portal.slide l where l.centre_id = s.centre_id and l.patient_id = s.id) as "evaluationSet"
         from portal.subject s where ${cohortWhere} and ${beyond}
         order by ${key} ${direction} nulls last, s.code, s.id limit ${request.first + 1}`,
        sql.values,
      );
      const [count] = await tx.rows<{ n: number }>(
        `select count(*)::int as n from portal.subject s where ${cohortWhere}`,
        cohortValues,
      );
      const shown = rows.slice(0, request.first);
      const last = shown.at(-1);
      const nextCursor = rows.length > shown.length && last ? encodeCursor([last.sort_key, last.code, last.id]) : null;
      return { rows: shown, total: count?.n ?? 0, nextCursor };
    });
  }

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
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(request.code)) {
      throw badInput('code must be 1 to 40 letters, digits, dots, - and _, beginning with a letter or digit');
    }
    return this.db.write(ctx.asker, null, async (tx) => {
      const [created] = await tx.rows<{ id: string }>(
        `insert into portal.patient (centre_id, code, updated_by) values ($1, $2, $3)
         on conflict (centre_id, code) do nothing returning id`,
        [centre.id, request.code, ctx.asker.name],
      );
      if (!created) throw new PortalError('CONFLICT', `centre ${centre.code} already has a patient ${request.code}`);
      await this.records.addTo(tx, ctx, demographicsForm, created.id, request.demographics);
      return created.id;
    });
  }
}

type Cursor = readonly [key: string | number | null, code: string, id: string];

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decodeCursor(text: string): Cursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(cursor) && cursor.length === 3) {
      const [key, code, id]: unknown[] = cursor;
      const isKey = key === null || typeof key === 'string' || typeof key === 'number';
      if (isKey && typeof code === 'string' && typeof id === 'string') return [key, code, id];
    }
  } catch {
    // Falls through to the one refusal below.
  }
  throw badInput('after must be a cursor that this query returned');
}

/** Rows beyond the cursor; a missing key sorts last in either direction. */
function after(sql: CohortSql, key: string, descending: boolean, [last, code, id]: Cursor): string {
  const tie = `(s.code, s.id) > (${sql.value(code)}, ${sql.value(id)}::uuid)`;
  if (last === null) return `(${key} is null and ${tie})`;
  const place = sql.value(last);
  return `(${key} ${descending ? '<' : '>'} ${place} or (${key} = ${place} and ${tie}) or ${key} is null)`;
}

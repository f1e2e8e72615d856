import { subjectVariables } from '@haim/schema';
import { type PagePlace, type SubjectStore } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type Selection } from '../../graphql/selected-fields.ts';
import { type RecordsInRow, recordsInRow } from '../patients/index.ts';
import { type VerificationService } from '../review/index.ts';
import { type DueService } from '../schedule/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { cohortFilter, type CohortInput } from './cohort-input.ts';
import { namedVariables, withValues } from './page-columns.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import { SearchNotes } from './search-notes.ts';

/** The requested variables of one patient by name, beside the patient's id and code. */
export interface SubjectRow extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly code: string;
}

export interface PageRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly sort: string;
  readonly descending: boolean;
  readonly first: number;
  readonly after: string | null;
  /** Only patients whom the study's analyses count; otherwise everybody who is enrolled. */
  readonly counted?: boolean;
  /** Variables whose values are returned by name in `values`: the portal's, or of fields of the study. */
  readonly columns?: readonly string[];
  /** Only patients of whom a visit is in one of these states; all if left out. */
  readonly due?: readonly string[];
  /** Only patients with a record that was not compared with its source; all if left out. */
  readonly unverified?: boolean;
}

/** The requested parts of a page: nothing else is read. */
export interface PageFields {
  readonly page: Selection;
  readonly row: Selection;
}

const none: ReadonlySet<string> = new Set();
const withoutRecords: PageFields = {
  page: new Map([['total', none]]),
  row: new Map([...subjectVariables.map(({ name }) => name), 'evaluationSet'].map((field) => [field, none])),
};

interface PatientPageData {
  readonly rows: SubjectRow[];
  readonly nextCursor: string | null;
  /** Present if requested. */
  readonly total?: number;
  readonly dataVersion?: number;
}

/** The parts of a page that only the columns know. */
const counts = ['total', 'dataVersion'] as const;

export const USUAL_PAGE = 50;
export const LARGEST_PAGE = 100;

/** A code is text, whatever its column stores. */
const rowColumns = new Map(
  subjectVariables.map(({ name, column, kind }) => [name, `s.${column}${kind === 'category' ? '::text' : ''}`]),
);
rowColumns.set(
  'evaluationSet',
  '(select min(l.evaluation_set) from portal.slide l where l.centre_id = s.centre_id and l.patient_id = s.id)',
);

const ofStudy = `s.study_id = $1 and s.centre_id = any($2)
  and s.recipe_id = (select recipe_id from portal.study where id = $1)`;

export class CohortPageService {
  private readonly searches: SearchNotes;

  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly columns: SubjectStore,
    private readonly due: Pick<DueService, 'patientsWith'>,
    private readonly verifications: Pick<VerificationService, 'patientsToCompare'>,
  ) {
    this.searches = new SearchNotes(db);
  }

  /**
   * A keyset page: patients after the cursor in the order asked for, missing values last, ties by code; with the
   * records of its patients if requested, from the same snapshot. Columns determine which patients and how many; all
   * patients by code take one index step.
   *
   * @throws BAD_USER_INPUT for a page beyond the limit, an invalid cursor, and a sort key or column that the study does
   *   not have, naming those that it has.
   */
  async page(ctx: PortalContext, request: PageRequest, fields = withoutRecords): Promise<PatientPageData> {
    if (request.first < 1 || request.first > LARGEST_PAGE) throw badInput(`first must be 1 to ${LARGEST_PAGE}`);
    const scope = this.studies.scope(ctx, request.study);
    const selection = selectionOf(fields.row);
    const filter = cohortFilter(request.cohort);
    const after = request.after === null ? null : decodeCursor(request.after);
    const { columns: asked = [] } = request;
    const only = await this.only(ctx, scope, request);
    const isAsStored =
      filter === null &&
      only === null &&
      request.sort === 'code' &&
      !request.descending &&
      asked.length === 0 &&
      !request.counted;
    if (isAsStored && !counts.some((field) => fields.page.has(field))) {
      const rows = await this.db.read(ctx.asker, (tx) => rowsByCode(tx, scope, after, request.first + 1, selection), {
        isAskedAtOnce: true,
      });
      const places = rows.map(({ id, code }) => ({ id, code, key: code }));
      return finish(rows, places, request.first);
    }
    if (after === null) await this.searches.note(ctx, scope.studyId, filter);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const { descending, first } = request;
      const [variable] = namedVariables(columns, 'sort', [request.sort], ({ sorts }) => sorts);
      if (!variable) throw badInput('sort must be a variable');
      const shown = namedVariables(columns, 'columns', asked, () => true);
      const cohort = request.counted ? columns.cohort(filter) : columns.everybody(filter);
      const order = { variable, descending };
      const places = only
        ? among(only, cohort.page({ ...order, most: cohort.n, after })).slice(0, first + 1)
        : cohort.page({ ...order, most: first + 1, after });
      // Over all pages: of some patients the whole cohort is looked through again.
      const total = only ? among(only, cohort.page({ ...order, most: cohort.n, after: null })).length : cohort.n;
      const found = await rowsAt(tx, scope, places.slice(0, first), selection);
      const rows = shown.length === 0 ? found : withValues(found, columns, shown);
      return { ...finish(rows, places, first), total, dataVersion: columns.version };
    });
  }

  /** Whom the page is narrowed to beside the cohort; null: it is not. */
  private async only(
    ctx: PortalContext,
    scope: StudyScope,
    { due = [], unverified = false }: PageRequest,
  ): Promise<ReadonlySet<string> | null> {
    const ofDue = due.length > 0 ? await this.due.patientsWith(ctx, scope, due) : null;
    const toCompare = unverified ? await this.verifications.patientsToCompare(ctx, scope) : null;
    if (!ofDue || !toCompare) return ofDue ?? toCompare;
    return new Set([...ofDue].filter((id) => toCompare.has(id)));
  }
}

const among = (only: ReadonlySet<string>, places: readonly PagePlace[]) => places.filter(({ id }) => only.has(id));

/** @param places - one more than the page has, if there is one more. */
function finish(rows: readonly SubjectRow[], places: readonly PagePlace[], first: number): PatientPageData {
  const last = places[first - 1];
  return {
    rows: rows.slice(0, first),
    nextCursor: places.length > first && last ? encodeCursor(last) : null,
  };
}

interface RowSelection {
  readonly text: string;
  readonly unpack: RecordsInRow['unpack'];
}

/** What a cursor needs, and what is requested of the rows. */
function selectionOf(row: Selection): RowSelection {
  const requested = [...rowColumns].filter(([name]) => name !== 'code' && row.has(name));
  const variables = requested.map(([name, column]) => `${column} as "${name}"`);
  const records = recordsInRow(row, 's');
  return {
    text: `select ${['s.id', 's.code', ...variables, ...records.columns].join(', ')}`,
    unpack: records.unpack,
  };
}

/** All patients by code: the order of the index, one step after the cursor however far the page. */
async function rowsByCode(
  tx: StudyTransaction,
  { studyId, readCentres }: StudyScope,
  after: PagePlace | null,
  most: number,
  selection: RowSelection,
): Promise<SubjectRow[]> {
  const beyond = after === null ? '' : 'and (s.code, s.id) > ($3, $4::uuid)';
  const text = `${selection.text} from portal.subject s where ${ofStudy} ${beyond} order by s.code, s.id limit ${most}`;
  const values = [studyId, readCentres, ...(after === null ? [] : [after.code, after.id])];
  // A page of another size is rare; each size has a text of its own.
  const rows = await tx.rows<SubjectRow>(most === USUAL_PAGE + 1 ? composed(text) : text, values);
  return rows.map((row) => selection.unpack(row));
}

/** The rows of these patients, in their order. */
async function rowsAt(
  tx: StudyTransaction,
  { studyId, readCentres }: StudyScope,
  places: readonly PagePlace[],
  selection: RowSelection,
): Promise<SubjectRow[]> {
  const text = `${selection.text} from unnest($3::uuid[]) with ordinality place(id, at)
     join portal.subject s on s.id = place.id where ${ofStudy} order by place.at`;
  const rows = await tx.rows<SubjectRow>(composed(text), [studyId, readCentres, places.map(({ id }) => id)]);
  return rows.map((row) => selection.unpack(row));
}

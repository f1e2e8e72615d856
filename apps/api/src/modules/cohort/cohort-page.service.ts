import { hash } from 'node:crypto';
import { subjectVariables, type SubjectVariable } from '@haim/schema';
import { type PagePlace, type SubjectStore } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { recordsByPatient } from '../patients/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { cohortFilter, type CohortInput } from './cohort-input.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';

export const sortVariables: readonly SubjectVariable[] = subjectVariables.filter(({ sorts }) => sorts);

/** The variables of one patient by name, beside the patient's id and the set of the first slide. */
export interface SubjectRow extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly code: string;
  readonly evaluationSet: string | null;
}

export interface PageRequest {
  readonly study: string;
  readonly cohort: CohortInput | null;
  readonly sort: string;
  readonly descending: boolean;
  readonly first: number;
  readonly after: string | null;
}

/** The requested parts of a page: nothing else is read. */
export interface PageFields {
  readonly page: ReadonlySet<string>;
  readonly row: ReadonlySet<string>;
}

const withoutRecords: PageFields = { page: new Set(['total']), row: new Set(['evaluationSet']) };

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
const rowColumns = subjectVariables.map(
  ({ name, column, kind }) => `s.${column}${kind === 'category' ? '::text' : ''} as "${name}"`,
);

const evaluationSet =
  '(select min(l.evaluation_set) from portal.slide l where l.centre_id = s.centre_id and l.patient_id = s.id)';

const ofStudy = `s.study_id = $1 and s.centre_id = any($2)
  and s.recipe_id = (select recipe_id from portal.study where id = $1)`;

export class CohortPageService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly columns: SubjectStore,
  ) {}

  /**
   * A keyset page: patients after the cursor in the order asked for, missing values last, ties by code; with the
   * records of its patients if requested, from the same snapshot. Columns determine which patients and how many; all
   * patients by code take one index step.
   *
   * @throws BAD_USER_INPUT for a page beyond the limit, an unknown sort key or an invalid cursor.
   */
  async page(ctx: PortalContext, request: PageRequest, fields = withoutRecords): Promise<PatientPageData> {
    if (request.first < 1 || request.first > LARGEST_PAGE) throw badInput(`first must be 1 to ${LARGEST_PAGE}`);
    if (!sortVariables.some(({ name }) => name === request.sort)) {
      throw badInput(`sort must be one of ${sortVariables.map(({ name }) => name).join(', ')}`);
    }
    const scope = this.studies.scope(ctx, request.study);
    const filter = cohortFilter(request.cohort);
    const after = request.after === null ? null : decodeCursor(request.after);
    const isAsStored = filter === null && request.sort === 'code' && !request.descending;
    if (isAsStored && !counts.some((field) => fields.page.has(field))) {
      return this.db.read(ctx.asker, async (tx) => {
        const rows = await rowsByCode(tx, scope, after, request.first + 1, fields);
        return finish(
          tx,
          rows,
          rows.map(({ id, code }) => ({ id, code, key: code })),
          request.first,
          fields,
        );
      });
    }
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const cohort = columns.cohort(filter);
      const { sort: variable, descending, first } = request;
      const places = cohort.page({ variable, descending, most: first + 1, after });
      const rows = await rowsAt(tx, scope, places.slice(0, first), fields);
      return { ...(await finish(tx, rows, places, first, fields)), total: cohort.n, dataVersion: columns.version };
    });
  }
}

/** @param places - one more than the page has, if there is one more. */
async function finish(
  tx: StudyTransaction,
  rows: readonly SubjectRow[],
  places: readonly PagePlace[],
  first: number,
  fields: PageFields,
): Promise<PatientPageData> {
  const shown = rows.slice(0, first);
  const last = places[first - 1];
  const records = await recordsByPatient(
    tx,
    shown.map(({ id }) => id),
    fields.row,
  );
  return {
    rows: shown.map((row) => ({ ...row, ...records.get(row.id) })),
    nextCursor: places.length > first && last ? encodeCursor(last) : null,
  };
}

function selection({ row }: PageFields): string {
  return `select s.id, ${rowColumns.join(', ')}, ${row.has('evaluationSet') ? evaluationSet : 'null'} as "evaluationSet"`;
}

/** All patients by code: the order of the index, one step after the cursor however far the page. */
function rowsByCode(
  tx: StudyTransaction,
  { studyId, readCentres }: StudyScope,
  after: PagePlace | null,
  most: number,
  fields: PageFields,
): Promise<SubjectRow[]> {
  const beyond = after === null ? '' : 'and (s.code, s.id) > ($3, $4::uuid)';
  const text = `${selection(fields)} from portal.subject s where ${ofStudy} ${beyond} order by s.code, s.id limit ${most}`;
  const values = [studyId, readCentres, ...(after === null ? [] : [after.code, after.id])];
  // Planned once for each connection as long as the text is always the same.
  return tx.rows<SubjectRow>(most === USUAL_PAGE + 1 ? planned(text) : text, values);
}

/** The rows of these patients, in their order. */
function rowsAt(
  tx: StudyTransaction,
  { studyId, readCentres }: StudyScope,
  places: readonly PagePlace[],
  fields: PageFields,
): Promise<SubjectRow[]> {
  const text = `${selection(fields)} from unnest($3::uuid[]) with ordinality place(id, at)
     join portal.subject s on s.id = place.id where ${ofStudy} order by place.at`;
  return tx.rows<SubjectRow>(planned(text), [studyId, readCentres, places.map(({ id }) => id)]);
}

function planned(text: string) {
  return { name: `page ${hash('md5', text)}`, text };
}

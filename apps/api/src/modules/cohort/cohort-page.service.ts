import { hash } from 'node:crypto';
import { codesOfVariable, subjectVariables, type SubjectVariable } from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordsByPatient } from '../patients/record.query.ts';
import { type StudyService } from '../studies/study.service.ts';
import { type CohortInput } from './cohort-input.ts';
import { CohortSql } from './cohort-sql.ts';
import { type Cursor, decodeCursor, encodeCursor } from './page-cursor.ts';

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

/** What of a page is asked for: nothing else is read. */
export interface PageFields {
  readonly page: ReadonlySet<string>;
  readonly row: ReadonlySet<string>;
}

const withoutRecords: PageFields = { page: new Set(['total']), row: new Set(['evaluationSet']) };

export const USUAL_PAGE = 50;
export const LARGEST_PAGE = 100;

/** A code is text, whatever its column stores. */
const rowColumns = subjectVariables.map(
  ({ name, column, kind }) => `s.${column}${kind === 'category' ? '::text' : ''} as "${name}"`,
);

const evaluationSet =
  '(select min(l.evaluation_set) from portal.slide l where l.centre_id = s.centre_id and l.patient_id = s.id)';

export class CohortPageService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /**
   * A keyset page: rows after the cursor in the order asked for, missing values last, ties by code; with the records of its
   * patients where they are asked for, from the same snapshot.
   *
   * @throws BAD_USER_INPUT for a page beyond the limit or a cursor that is none of ours.
   */
  async page(ctx: PortalContext, request: PageRequest, fields = withoutRecords) {
    if (request.first < 1 || request.first > LARGEST_PAGE) throw badInput(`first must be 1 to ${LARGEST_PAGE}`);
    const sql = new CohortSql(this.studies.scope(ctx, request.study), request.cohort);
    const direction = request.descending ? 'desc' : 'asc';
    const key = keyOf(request.sort);
    const where = sql.where();
    const cohortValues = [...sql.values];
    const beyond = request.after === null ? 'true' : after(sql, key, request.descending, decodeCursor(request.after));
    const text = `select s.id, ${rowColumns.join(', ')}, ${key} as sort_key, ${fields.row.has('evaluationSet') ? evaluationSet : 'null'} as "evaluationSet"
      from portal.subject s where ${where} and ${beyond}
      order by ${key} ${direction} nulls last, s.code, s.id limit ${request.first + 1}`;
    // Of the pages that the portal shows there are as many as ways to sort them; with filters, too many to keep plans of.
    const isKept = !request.cohort && request.first === USUAL_PAGE;
    return this.db.read(ctx.asker, async (tx) => {
      const [rows, counted] = await Promise.all([
        tx.rows<SubjectRow & { sort_key: Cursor[0] }>(isKept ? { name: nameOf(text), text } : text, sql.values),
        fields.page.has('total')
          ? tx.rows<{ total: number }>(
              `select count(*)::int as total from portal.subject s where ${where}`,
              cohortValues,
            )
          : [],
      ]);
      const shown = rows.slice(0, request.first);
      const last = shown.at(-1);
      const nextCursor = rows.length > shown.length && last ? encodeCursor([last.sort_key, last.code, last.id]) : null;
      const ids = shown.map(({ id }) => id);
      const records = await recordsByPatient(tx, ids, fields.row);
      return { rows: shown.map((row) => ({ ...row, ...records.get(row.id) })), ...counted[0], nextCursor };
    });
  }
}

const nameOf = (text: string): string => `page ${hash('md5', text)}`;

/** Codes of a list sort as the list has them, not by their letters. */
function keyOf(sort: string): string {
  const variable = sortVariables.find(({ name }) => name === sort);
  if (!variable) throw badInput(`sort must be one of ${sortVariables.map(({ name }) => name).join(', ')}`);
  const codes = variable.stored === 'text' ? codesOfVariable(variable) : [];
  if (codes.length === 0) return `s.${variable.column}`;
  return `array_position(array[${codes.map((code) => `'${code.replaceAll("'", "''")}'`).join(', ')}], s.${variable.column})`;
}

const codeKey = 's.code';

/** Rows beyond the cursor; a missing key sorts last in either direction. */
function after(sql: CohortSql, key: string, descending: boolean, [last, code, id]: Cursor): string {
  const tie = `(s.code, s.id) > (${sql.value(code)}, ${sql.value(id)}::uuid)`;
  // Every patient has a code: one step into the index, however far the page.
  if (key === codeKey && !descending) return tie;
  if (last === null) return `(${key} is null and ${tie})`;
  const place = sql.value(last);
  return `(${key} ${descending ? '<' : '>'} ${place} or (${key} = ${place} and ${tie}) or ${key} is null)`;
}

import {
  longestQueryText,
  type QueryMove,
  queryMoves,
  type QueryState,
  queryStateLabels,
  queryStates,
  takesMove,
} from '@haim/schema';
import { centresWith, needOpenStudy, needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { askedForm } from './asked-form.ts';
import {
  countQueries,
  type DataQueryRow,
  findSubjects,
  insertMessages,
  insertQueries,
  type QuerySubject,
  readQueries,
  readQueryPage,
} from './data-query.query.ts';

/** So many patients are asked about at once. */
export const MOST_SUBJECTS = 1_000;

export interface QueryFilter {
  readonly states: readonly QueryState[];
  readonly patientId: string | null;
  readonly form: string | null;
  /** The code of a centre. */
  readonly centre: string | null;
  readonly mine: boolean;
}

export interface RaiseQueries {
  readonly subjects: readonly QuerySubject[];
  readonly form: string;
  readonly field: string | null;
  readonly text: string;
}

export interface MoveQueries {
  /** Each with the version that was read. */
  readonly queries: readonly { readonly id: string; readonly version: number }[];
  readonly move: QueryMove;
  readonly text: string;
}

/** Queries on records: who may read a record reads what was asked about it. */
export class DataQueryService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for the study, FORBIDDEN, BAD_USER_INPUT. */
  async page(
    ctx: PortalContext,
    study: string,
    { filter, first, after }: { filter: QueryFilter; first: number; after: string | null },
  ): Promise<DataQueryRow[]> {
    if (first < 1 || first > 200) throw badInput('first must be 1 to 200');
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    if (after !== null && !isId(after)) return [];
    if (filter.patientId !== null && !isId(filter.patientId)) return [];
    const centres = filter.centre === null ? [] : await this.studies.centres(ctx, scope.studyId);
    const only = filter.centre === null ? null : centres.find(({ code }) => code === filter.centre);
    // A centre that does not exist and one that is not open to the asker have the same queries: none.
    const centreIds = only === null ? scope.readCentres : scope.readCentres.filter((id) => id === only?.id);
    const userId = filter.mine ? ctx.asker.userId : null;
    const { patientId, form } = filter;
    const states = filter.states.length > 0 ? filter.states : queryStates;
    return this.db.read(ctx.asker, (tx) =>
      readQueryPage(tx, { centreIds, states, patientId, form, userId }, { first, after }),
    );
  }

  /** How many queries are in each state, at the centres that the asker reads. */
  async counts(ctx: PortalContext, study: string): Promise<Record<QueryState, number>> {
    const { readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    const counted = await this.db.read(ctx.asker, (tx) => countQueries(tx, readCentres));
    const of = (state: QueryState) => counted.find((one) => one.state === state)?.n ?? 0;
    return { open: of('open'), answered: of('answered'), closed: of('closed') };
  }

  /**
   * Asks the same about one record or many, all or none.
   *
   * @throws BAD_USER_INPUT for form, field or text; NOT_FOUND for a patient or record that is absent or of another centre;
   *   STUDY_CLOSED; FORBIDDEN without the right.
   */
  async raise(
    ctx: PortalContext,
    study: string,
    { subjects, form, field, text }: RaiseQueries,
  ): Promise<DataQueryRow[]> {
    const scope = this.studies.scope(ctx, study);
    if (scope.readCentres.length === 0) throw withoutRight('raiseQueries');
    if (subjects.length === 0 || subjects.length > MOST_SUBJECTS) {
      throw badInput(`subjects must name 1 to ${MOST_SUBJECTS} patients`);
    }
    if (!subjects.every(({ patientId }) => isId(patientId))) throw notFound('patient');
    if (!subjects.every(({ recordId }) => recordId === null || isId(recordId))) throw notFound('record');
    return this.db.write(ctx.asker, null, async (tx) => {
      const asked = await askedForm(tx, scope.studyId, { form, field });
      const found = await findSubjects(tx, asked, scope.readCentres, subjects);
      if (found.length < subjects.length) throw notFound('patient');
      if (!found.every(({ hasRecord }) => hasRecord)) throw notFound('record');
      needRightAt(
        ctx.asker,
        'raiseQueries',
        found.map(({ centreId }) => centreId),
      );
      const ids = await insertQueries(tx, { form, field, text: textOf(text), by: ctx.asker.name }, found);
      return readQueries(tx, ids);
    });
  }

  /**
   * Answers, remarks, closes or reopens one query or many, all or none.
   *
   * @returns them as they are then, in the order in which they were raised.
   * @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN; BAD_USER_INPUT without the words that it needs; CONFLICT where one of them has
   *   moved on since it was read or does not take this: `extensions.moved` are the ids of those.
   */
  async move(ctx: PortalContext, { queries, move, text }: MoveQueries): Promise<DataQueryRow[]> {
    const read = new Map(queries.map(({ id, version }) => [id, version]));
    if (queries.length === 0 || queries.length > MOST_SUBJECTS) {
      throw badInput(`queries must name 1 to ${MOST_SUBJECTS} queries`);
    }
    if (read.size < queries.length) throw badInput('queries must name each query once');
    const ids = [...read.keys()];
    return this.db
      .write(ctx.asker, null, async (tx) => {
        const found = ids.every(isId) ? await readQueries(tx, ids) : [];
        if (found.length < ids.length) throw notFound('query');
        for (const centreId of new Set(found.map((query) => query.centreId))) this.needMove(ctx, move, centreId);
        const moved = found.filter(({ id, state, version }) => !takesMove(state, move) || version !== read.get(id));
        if (moved.length > 0) throw movedOn(moved);
        const said = queryMoves[move].needsText ? textOf(text) : text.trim() && textOf(text);
        await insertMessages(tx, found, { kind: move, text: said, by: ctx.asker.name });
        return readQueries(tx, ids);
      })
      .catch(refuseMoved);
  }

  private needMove({ asker }: PortalContext, move: QueryMove, centreId: number): void {
    const { rights } = queryMoves[move];
    needOpenStudy(asker, [centreId]);
    const [first] = rights;
    if (!rights.some((right) => centresWith(asker, right).includes(centreId))) throw withoutRight(first);
  }
}

function textOf(text: string): string {
  const tidy = text.trim();
  if (tidy === '' || tidy.length > longestQueryText) throw badInput(`text must be 1 to ${longestQueryText} characters`);
  return tidy;
}

function movedOn(queries: readonly DataQueryRow[]): PortalError {
  const states = [...new Set(queries.map(({ state }) => queryStateLabels[state].en.toLowerCase()))].join(' or ');
  return new PortalError(
    'CONFLICT',
    queries.length === 1
      ? `the query is ${states}: read it again`
      : `${queries.length} of the queries have moved on and are ${states}: read them again`,
    { moved: queries.map(({ id }) => id) },
  );
}

/** The trigger that moves a query takes a message for the version and the states that it declares only. */
function refuseMoved(cause: unknown): never {
  if ((cause as { code?: unknown }).code !== '55000') throw cause;
  throw new PortalError('CONFLICT', 'somebody else has written to this query meanwhile: read it again');
}

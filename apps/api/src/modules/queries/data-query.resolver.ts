import { type QueryMove } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type DataQueryRow } from './data-query.query.ts';
import { type DataQueryService } from './data-query.service.ts';
import {
  DataQuery,
  DataQueryCounts,
  DataQueryFilter,
  DataQuerySubject,
  DataQueryVersion,
  QueryMoveEnum,
} from './data-query.type.ts';

@Resolver(() => DataQuery)
export class DataQueryResolver {
  constructor(private readonly queries: DataQueryService) {}

  @Query(() => [DataQuery], { description: 'Queries of the centres that the asker reads, the newest first.' })
  async dataQueries(
    @Arg('study', () => String) study: string,
    @Arg('filter', () => DataQueryFilter, { nullable: true }) filter: DataQueryFilter | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => ID, { nullable: true, description: 'The last query of the page before.' }) after: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<DataQuery[]> {
    const { states, patientId, form, centre, mine } = filter ?? {};
    const wanted = {
      states: states ?? [],
      ...{ patientId: patientId ?? null, form: form ?? null, centre: centre ?? null },
      mine: mine ?? false,
    };
    return (await this.queries.page(ctx, study, { filter: wanted, first, after: after ?? null })).map(toDataQuery);
  }

  @Query(() => DataQueryCounts)
  dataQueryCounts(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<DataQueryCounts> {
    return this.queries.counts(ctx, study);
  }

  @Mutation(() => [DataQuery], { description: 'Asks the same about each subject: all of them or, if one fails, none.' })
  async raiseDataQueries(
    @Arg('study', () => String) study: string,
    @Arg('subjects', () => [DataQuerySubject]) subjects: DataQuerySubject[],
    @Arg('form', () => String) form: string,
    @Arg('field', () => String, { nullable: true }) field: string | null,
    @Arg('text', () => String) text: string,
    @Ctx() ctx: PortalContext,
  ): Promise<DataQuery[]> {
    const asked = subjects.map(({ patientId, recordId }) => ({ patientId, recordId: recordId ?? null }));
    const raised = await this.queries.raise(ctx, study, { subjects: asked, form, field: field ?? null, text });
    return raised.map(toDataQuery);
  }

  @Mutation(() => DataQuery, {
    description: 'Answers, remarks, closes or reopens; the version is the one that was read.',
  })
  async moveDataQuery(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('move', () => QueryMoveEnum) move: QueryMove,
    @Arg('text', () => String, { description: 'May be empty where a query is closed.' }) text: string,
    @Ctx() ctx: PortalContext,
  ): Promise<DataQuery> {
    const [moved] = await this.queries.move(ctx, { queries: [{ id, version }], move, text });
    if (!moved) throw notFound('query');
    return toDataQuery(moved);
  }

  @Mutation(() => [DataQuery], {
    description: 'The same to each query: all of them or, if one has moved on, none; extensions.moved names those.',
  })
  async moveDataQueries(
    @Arg('queries', () => [DataQueryVersion]) queries: DataQueryVersion[],
    @Arg('move', () => QueryMoveEnum) move: QueryMove,
    @Arg('text', () => String, { description: 'May be empty where queries are closed.' }) text: string,
    @Ctx() ctx: PortalContext,
  ): Promise<DataQuery[]> {
    return (await this.queries.move(ctx, { queries, move, text })).map(toDataQuery);
  }
}

function toDataQuery({ messages, ...query }: DataQueryRow): DataQuery {
  return { ...query, messages: messages.map((one) => ({ ...one, saidAt: new Date(one.saidAt) })) };
}

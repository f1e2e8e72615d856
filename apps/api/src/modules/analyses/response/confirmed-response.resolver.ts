import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, SnapshotArg } from '../../cohort/index.ts';
import { IntervalEnum, ResponseCounts } from '../tables/response-counts.type.ts';
import { type IntervalMethod } from '../tables/response-table.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type ConfirmedRequest, type ConfirmedResponseService } from './confirmed-response.service.ts';

@ObjectType({ description: 'Best responses of a group beside those that a later image confirms.' })
class ConfirmedCounts {
  @Field(() => String, { description: 'Of the variable by which the rows are; All for everybody.' }) value!: string;
  @Field(() => ResponseCounts) unconfirmed!: ResponseCounts;
  @Field(() => ResponseCounts, { description: 'CR and PR count only where a later image confirms them.' })
  confirmed!: ResponseCounts;
  @Field(() => Int, { description: 'Patients with CR or PR that no later image confirms.' }) lost!: number;
}

@ObjectType({ description: 'Best response with and without confirmation, of the centres that the asker may read.' })
class ConfirmedResponse {
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => IntervalEnum) interval!: IntervalMethod;
  @Field(() => Int, { description: 'Least days between a response and the image that confirms it.' }) days!: number;
  @Field(() => Int, { description: 'As the study’s plan of readings states; 0: it asks for none.' })
  plannedDays!: number;
  @Field(() => String, { description: 'Name and version of the rule that made best responses.' }) recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients in a group: those whom the table is of.' }) n!: number;
  @Field(() => Int, { description: 'Patients of the cohort without a value of the grouping variable.' })
  ungrouped!: number;
  @Field(() => [ConfirmedCounts]) rows!: readonly ConfirmedCounts[];
  @Field(() => ConfirmedCounts, { nullable: true, description: 'All groups together; null of nobody.' })
  total!: ConfirmedCounts | null;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => ConfirmedResponse)
export class ConfirmedResponseResolver {
  constructor(private readonly service: ConfirmedResponseService) {}

  @Query(() => ConfirmedResponse, { description: 'Best response, and best response confirmed by a later image.' })
  async confirmedResponse(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('interval', () => IntervalEnum, { defaultValue: 'wilson' }) interval: IntervalMethod,
    @Arg('days', () => Int, { nullable: true, description: 'As the study states, otherwise 28.' })
    days: number | null,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ConfirmedResponse & Asked> {
    const asked = { study, cohort: cohort ?? null, groupBy: groupBy ?? null, snapshot: snapshot ?? null };
    const request = { ...asked, interval, days: days ?? null };
    return { ...(await this.service.table(ctx, request)), request };
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: ConfirmedResponse & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: ConfirmedRequest;
}

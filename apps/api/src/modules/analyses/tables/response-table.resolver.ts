import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { AnalysisScope, CohortInput, Protection, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { GroupTestType, TableFilesType } from '../table.type.ts';
import { IntervalEnum, ResponseCounts } from './response-counts.type.ts';
import { type ResponseRequest, type ResponseTableService } from './response-table.service.ts';
import { type IntervalMethod } from './response-table.ts';

@ObjectType({ description: 'Share of the comparison minus that of the reference.' })
class RiskDifference {
  @Field(() => String) reference!: string;
  @Field(() => String) comparison!: string;
  @Field(() => Float, { nullable: true }) estimate!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Said() method!: Statement;
}

@ObjectType({ description: 'A rate compared between groups, by both tests of the publication.' })
class RateComparison {
  @Field(() => GroupTestType, { nullable: true }) chiSquare!: GroupTestType | null;
  @Field(() => GroupTestType, { nullable: true, description: 'Null too where there are too many patients for it.' })
  fisher!: GroupTestType | null;
  @Field(() => RiskDifference, { nullable: true, description: 'Only of exactly two groups.' })
  difference!: RiskDifference | null;
}

@ObjectType({ description: 'Response by another variable within one group.' })
class ResponseStratum {
  @Field(() => String) group!: string;
  @Field(() => Int, { description: 'Patients of the group without a value of the variable.' }) unknown!: number;
  @Field(() => [ResponseCounts]) rows!: readonly ResponseCounts[];
  @Field(() => RateComparison) orr!: RateComparison;
  @Field(() => RateComparison) dcr!: RateComparison;
}

@ObjectType({
  description:
    'Response by group, of the centres that the asker may read; or by arm of all, protected under the rule of the study.',
})
class ResponseTable {
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => String, { nullable: true }) within!: string | null;
  @Field(() => IntervalEnum) interval!: IntervalMethod;
  @Field(() => String, { description: 'Name and version of the rule that made best responses.' }) recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients in a group: those whom the table is of.' }) n!: number;
  @Field(() => Int, { description: 'Patients of the cohort without a value of the grouping variable.' })
  ungrouped!: number;
  @Field(() => Boolean, { description: 'Whether `ungrouped` is a bound.' }) ungroupedAtMost!: boolean;
  @Field(() => [String], { description: 'Arms of all centres that have too few patients for a row, or nobody.' })
  withheldGroups!: readonly string[];
  @Field(() => Protection, { nullable: true, description: 'Null where every number is exact.' })
  protection!: Protection | null;
  @Field(() => [ResponseCounts]) rows!: readonly ResponseCounts[];
  @Field(() => ResponseCounts, {
    nullable: true,
    description: 'All groups together; null of nobody, and of all centres.',
  })
  total!: ResponseCounts | null;
  @Field(() => RateComparison) orr!: RateComparison;
  @Field(() => RateComparison) dcr!: RateComparison;
  @Field(() => [ResponseStratum], { description: 'One for each group; empty without a second variable.' })
  strata!: readonly ResponseStratum[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => ResponseTable)
export class ResponseTableResolver {
  constructor(private readonly service: ResponseTableService) {}

  @Query(() => ResponseTable, {
    description: 'Best response, objective response and disease control, with their tests.',
  })
  responseTable(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('within', () => String, { nullable: true, description: 'A second grouping variable, within each group.' })
    within: string | null,
    @Arg('interval', () => IntervalEnum, { defaultValue: 'wilson' }) interval: IntervalMethod,
    @Arg('scope', () => AnalysisScope, { defaultValue: 'own' }) scope: AnalysisScope,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ResponseTable & Asked> {
    return this.service.table(ctx, {
      study,
      cohort: cohort ?? null,
      groupBy: groupBy ?? null,
      within: within ?? null,
      interval,
      scope,
      snapshot: snapshot ?? null,
    });
  }

  @FieldResolver(() => TableFilesType, {
    nullable: true,
    description: 'The same numbers in R; null where they are protected.',
  })
  files(@Root() { request }: ResponseTable & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles | null> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: ResponseRequest;
}

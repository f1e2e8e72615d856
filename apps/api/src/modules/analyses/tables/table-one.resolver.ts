import { type Statement } from '@haim/schema';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { AnalysisScope, CohortInput, Protection, SnapshotArg } from '../../cohort/index.ts';
import { type Summary } from '../group-tests.ts';
import { type TableFiles } from '../table-files.ts';
import { GroupTestType, TableFilesType, TableGroupType } from '../table.type.ts';
import { type TableOneRequest, type TableOneService } from './table-one.service.ts';
import { type SummaryRule } from './table-one.ts';

const SummaryRuleEnum = { BY_SKEWNESS: 'skewness', MEAN: 'mean', MEDIAN: 'median' } as const;
registerEnumType(SummaryRuleEnum, {
  name: 'SummaryRule',
  description:
    'BY_SKEWNESS: mean with standard deviation where the skewness of all values is from -1 to 1, otherwise median with quartiles.',
});
const SummaryEnum = { MEAN: 'mean', MEDIAN: 'median' } as const;
registerEnumType(SummaryEnum, { name: 'Summary' });

@ObjectType({ description: 'A value of a category: patients of each group, then of all groups.' })
class TableLevel {
  @Field(() => String) value!: string;
  @Field(() => [Int]) n!: readonly number[];
  @Field(() => [Boolean], { description: 'Which of them are bounds.' }) atMost!: readonly boolean[];
}

@ObjectType({
  description: 'A quantity in one group, of the patients who have a value. Null is what is not told of all centres.',
})
class TableDescription {
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) nAtMost!: boolean;
  @Field(() => Float, { nullable: true }) mean!: number | null;
  @Field(() => Float, { nullable: true, description: 'Null for a single value.' }) standardDeviation!: number | null;
  @Field(() => Float, { nullable: true }) minimum!: number | null;
  @Field(() => Float, { nullable: true }) lowerQuartile!: number | null;
  @Field(() => Float, { nullable: true }) median!: number | null;
  @Field(() => Float, { nullable: true }) upperQuartile!: number | null;
  @Field(() => Float, { nullable: true }) maximum!: number | null;
}

@ObjectType({ description: 'One variable. Lists have an entry for each group, then one for all groups together.' })
class TableOneRow {
  @Field(() => String) variable!: string;
  @Field(() => String, { nullable: true }) unit!: string | null;
  @Field(() => [Int], { description: 'Patients without a value.' }) missing!: readonly number[];
  @Field(() => [Boolean], { description: 'Which of them are bounds.' }) missingAtMost!: readonly boolean[];
  @Field(() => [TableLevel], { description: 'Of a category, in the order of its code list; empty for a quantity.' })
  levels!: readonly TableLevel[];
  @Field(() => SummaryEnum, { nullable: true, description: 'How a quantity is described; null for a category.' })
  summary!: Summary | null;
  @Field(() => [TableDescription], { nullable: 'items', description: 'Of a quantity; null where nobody has a value.' })
  described!: readonly (TableDescription | null)[];
  @Field(() => GroupTestType, { nullable: true, description: 'Null where there is nothing to compare.' })
  test!: GroupTestType | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Standardised difference of two groups, of more the largest of all pairs.',
  })
  difference!: number | null;
}

@ObjectType({
  description:
    'Baseline characteristics by group, of the centres that the asker may read; or of all, protected under the rule of the study.',
})
class TableOne {
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => SummaryRuleEnum) rule!: SummaryRule;
  @Field(() => String, { description: 'Name and version of the endpoint rule of the study.' }) recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients in a group: those whom the table is of.' }) n!: number;
  @Field(() => Int, { description: 'Patients of the cohort without a value of the grouping variable.' })
  ungrouped!: number;
  @Field(() => Boolean, { description: 'Whether `ungrouped` is a bound.' }) ungroupedAtMost!: boolean;
  @Field(() => [String], { description: 'Groups of all centres that have too few patients for a column, or nobody.' })
  withheldGroups!: readonly string[];
  @Field(() => Protection, { nullable: true, description: 'Null where every number is exact.' })
  protection!: Protection | null;
  @Field(() => [TableGroupType]) groups!: readonly TableGroupType[];
  @Field(() => [TableOneRow]) rows!: readonly TableOneRow[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => TableOne)
export class TableOneResolver {
  constructor(private readonly service: TableOneService) {}

  @Query(() => TableOne, { description: 'Table 1: baseline characteristics by group, with the test of each row.' })
  tableOne(
    @Arg('study', () => String) study: string,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('variables', () => [String], { nullable: true, description: 'By default those of the publication.' })
    variables: string[] | null,
    @Arg('rule', () => SummaryRuleEnum, { defaultValue: 'skewness' }) rule: SummaryRule,
    @Arg('scope', () => AnalysisScope, { defaultValue: 'own' }) scope: AnalysisScope,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<TableOne & Asked> {
    return this.service.table(ctx, {
      study,
      cohort: cohort ?? null,
      groupBy: groupBy ?? null,
      variables: variables ?? null,
      rule,
      scope,
      snapshot: snapshot ?? null,
    });
  }

  @FieldResolver(() => TableFilesType, {
    nullable: true,
    description: 'The same numbers in R; null where they are protected.',
  })
  files(@Root() { request }: TableOne & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles | null> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: TableOneRequest;
}

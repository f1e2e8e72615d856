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
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, type CountedReason, PatientCount, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { Endpoint, type EndpointName } from './endpoint.type.ts';
import { CoxRatio } from './survival-model.resolver.ts';
import { type SubgroupsRequest, type SurvivalSubgroupsService } from './survival-subgroups.service.ts';
import { type CutRule } from './survival-subgroups.ts';

const CutEnum = { MEDIAN: 'median', QUARTILES: 'quartiles' } as const;
registerEnumType(CutEnum, {
  name: 'SubgroupCuts',
  description: 'At which values a quantity is parted into subgroups.',
});

@ObjectType({ description: 'One of the two groups within a subgroup.' })
class SubgroupSide {
  @Field(() => Int) n!: number;
  @Field(() => Int) events!: number;
}

@ObjectType({ description: 'A line of a forest: patients with one value, or one part of a quantity.' })
class SubgroupRow {
  @Field(() => String, { nullable: true, description: 'Null: everybody.' }) variable!: string | null;
  @Field(() => String, { nullable: true, description: 'Null for a part of a quantity.' }) value!: string | null;
  @Field(() => Float, { nullable: true, description: 'Of a part of a quantity: from this value on.' })
  from!: number | null;
  @Field(() => Float, { nullable: true, description: 'Below this value.' }) below!: number | null;
  @Field(() => [SubgroupSide], { description: 'The reference, then the comparison.' })
  sides!: readonly SubgroupSide[];
  @Field(() => CoxRatio, { nullable: true, description: 'Null where one of the groups has no patient.' })
  ratio!: CoxRatio | null;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'Whether the hazard ratio differs between the subgroups of a variable.' })
class SubgroupInteraction {
  @Field(() => Float, { nullable: true, description: 'Chi-square of the likelihood ratio.' })
  statistic!: number | null;
  @Field(() => Int, { nullable: true }) df!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'The subgroups of one variable.' })
class SubgroupsOfVariable {
  @Field(() => String) variable!: string;
  @Field(() => [SubgroupRow]) rows!: readonly SubgroupRow[];
  @Field(() => Int, { description: 'Patients of the two groups without a value.' }) missing!: number;
  @Field(() => SubgroupInteraction) interaction!: SubgroupInteraction;
}

@ObjectType({ description: 'Hazard ratios of two groups within subgroups, of the centres that the asker may read.' })
class SurvivalSubgroups {
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => String) groupBy!: string;
  @Field(() => [String], { description: 'The groups of the selection in which somebody has a time.' })
  groups!: readonly string[];
  @Field(() => String, { nullable: true, description: 'Null where the selection does not have the two groups.' })
  reference!: string | null;
  @Field(() => String, { nullable: true }) comparison!: string | null;
  @Field(() => CutEnum) cuts!: CutRule;
  @Field(() => [String], { description: 'Whose values the ratios are adjusted for; none where they are crude.' })
  covariates!: readonly string[];
  @Field(() => SubgroupRow, { nullable: true }) all!: SubgroupRow | null;
  @Field(() => [SubgroupsOfVariable]) variables!: readonly SubgroupsOfVariable[];
  @Field(() => String, { description: 'Name and version of the rule that made times and events.' }) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [PatientCount], { description: 'Patients of the cohort without a time or a group.' })
  droppedReasons!: CountedReason[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => SurvivalSubgroups)
export class SurvivalSubgroupsResolver {
  constructor(private readonly service: SurvivalSubgroupsService) {}

  @Query(() => SurvivalSubgroups, {
    description:
      'A forest: the hazard ratio of two groups within subgroups, with a test of interaction for each variable.',
  })
  survivalSubgroups(
    @Arg('study', () => String) study: string,
    @Arg('endpoint', () => Endpoint) endpoint: EndpointName,
    @Arg('groupBy', () => String) groupBy: string,
    @Arg('reference', () => String, { nullable: true, description: 'By default the first group.' })
    reference: string | null,
    @Arg('comparison', () => String, { nullable: true, description: 'By default the next group.' })
    comparison: string | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('variables', () => [String], { nullable: true, description: 'By default those of the publication.' })
    variables: string[] | null,
    @Arg('cuts', () => CutEnum, { defaultValue: 'median' }) cuts: CutRule,
    @Arg('covariates', () => [String], { nullable: true, description: 'By default none: the ratios are crude.' })
    covariates: string[] | null,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<SurvivalSubgroups & Asked> {
    const pair = { reference: reference ?? null, comparison: comparison ?? null };
    const chosen = {
      ...{ cohort: cohort ?? null, variables: variables ?? null, snapshot: snapshot ?? null },
      covariates: covariates ?? null,
    };
    return this.service.subgroups(ctx, { study, endpoint, groupBy, ...pair, ...chosen, cuts });
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: SurvivalSubgroups & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: SubgroupsRequest;
}

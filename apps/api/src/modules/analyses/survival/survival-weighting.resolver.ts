import { type Statement } from '@haim/schema';
import { type Estimand, type EstimateWithLimits, type SurvivalCurve } from '@haim/stats';
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
import { PackedSteps } from './survival-curve.type.ts';
import { CoxRatio } from './survival-model.resolver.ts';
import { readWeighted, type SurvivalWeightingService, type WeightingRequest } from './survival-weighting.service.ts';
import { type RatioKind } from './survival-weighting.ts';

const EstimandEnum = { ATE: 'ATE', ATT: 'ATT' } as const;
registerEnumType(EstimandEnum, {
  name: 'Estimand',
  description: 'Whom the groups are made alike to: everybody (ATE), or the patients of the comparison (ATT).',
});
const RatioKindEnum = { CRUDE: 'crude', ADJUSTED: 'adjusted', WEIGHTED: 'weighted' } as const;
registerEnumType(RatioKindEnum, {
  name: 'RatioKind',
  description: 'Of the group alone, with the covariates in the model, or of weighted patients.',
});

@ObjectType({ description: 'One of the two groups: patients who have every covariate.' })
class WeightedGroup {
  @Field(() => Int) n!: number;
  @Field(() => Int) events!: number;
  @Field(() => Float, { description: 'Patients of equal weight who would be as informative.' }) effectiveN!: number;
  @Field(() => Float) smallestWeight!: number;
  @Field(() => Float) largestWeight!: number;
}

@ObjectType({ description: 'A hazard ratio of the two groups.' })
class WeightingRatio {
  @Field(() => RatioKindEnum) kind!: RatioKind;
  @Field(() => CoxRatio) ratio!: CoxRatio;
  @Said() method!: Statement;
}

@ObjectType({ description: 'How far the groups are apart in a number or a level, in standard deviations.' })
class BalanceLine {
  @Field(() => String) covariate!: string;
  @Field(() => String, { nullable: true, description: 'Null for a number.' }) level!: string | null;
  @Field(() => Float, { nullable: true }) crude!: number | null;
  @Field(() => Float, { nullable: true }) weighted!: number | null;
}

@ObjectType({
  description: 'A day by which half had the event, with limits; null where a curve does not fall that far.',
})
class WeightedMedian {
  @Field(() => Float, { nullable: true }) estimate!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
}

@ObjectType({ description: 'A weighted curve read at one day; null after its last day while it is above 0.' })
class WeightedReading {
  @Field(() => Float) days!: number;
  @Field(() => Float, { description: 'Sum of the weights of those with time >= the day.' }) atRisk!: number;
  @Field(() => Float, { nullable: true }) survival!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
}

@ObjectType({ description: 'The Kaplan-Meier curve of a group, of its patients as they are or weighted.' })
class WeightedCurve {
  @Field(() => String) label!: string;
  @Field(() => Boolean) isWeighted!: boolean;
  @Field(() => WeightedMedian) median!: EstimateWithLimits;
}

@ObjectType({ description: 'Two groups made alike by inverse probability of treatment weights.' })
class SurvivalWeighting {
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => String) groupBy!: string;
  @Field(() => [String]) groups!: readonly string[];
  @Field(() => String, { nullable: true, description: 'Null where the selection does not have the two groups.' })
  reference!: string | null;
  @Field(() => String, { nullable: true }) comparison!: string | null;
  @Field(() => EstimandEnum) estimand!: Estimand;
  @Field(() => Float, { nullable: true }) truncatePercent!: number | null;
  @Field(() => [String], { description: 'Of the propensity model, as far as they vary.' })
  covariates!: readonly string[];
  @Field(() => [WeightedGroup], {
    description: 'The reference, then the comparison; empty where nothing is estimable.',
  })
  sides!: readonly WeightedGroup[];
  @Field(() => Int, { description: 'Patients of the two groups without a value of a covariate.' }) nDropped!: number;
  @Field(() => [WeightingRatio], { description: 'All of the same patients.' }) ratios!: readonly WeightingRatio[];
  @Field(() => [BalanceLine]) balance!: readonly BalanceLine[];
  @Field(() => [WeightedCurve]) curves!: readonly WeightedCurve[];
  @Field(() => Int, { description: 'Patients whose weight was truncated.' }) truncated!: number;
  @Field(() => String, { description: 'Name and version of the rule that made times and events.' }) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => Float) monthDays!: number;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [PatientCount], { description: 'Patients of the cohort without a time or a group.' })
  droppedReasons!: CountedReason[];
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => SurvivalWeighting)
export class SurvivalWeightingResolver {
  constructor(private readonly service: SurvivalWeightingService) {}

  @Query(() => SurvivalWeighting, {
    description:
      'Inverse probability of treatment weighting: balance, and the hazard ratio crude, adjusted and weighted.',
  })
  async survivalWeighting(
    @Arg('study', () => String) study: string,
    @Arg('endpoint', () => Endpoint) endpoint: EndpointName,
    @Arg('groupBy', () => String) groupBy: string,
    @Arg('reference', () => String, { nullable: true }) reference: string | null,
    @Arg('comparison', () => String, { nullable: true }) comparison: string | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('covariates', () => [String], {
      nullable: true,
      description: 'Of the propensity model; by default those that a clinical model starts with.',
    })
    covariates: string[] | null,
    @Arg('estimand', () => EstimandEnum, { defaultValue: 'ATE' }) estimand: Estimand,
    @Arg('truncatePercent', () => Float, {
      nullable: true,
      description: 'Weights beyond this percentile at either end count as the percentile; null: as they are.',
    })
    truncatePercent: number | null,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<SurvivalWeighting & Asked> {
    const pair = { reference: reference ?? null, comparison: comparison ?? null };
    const chosen = { cohort: cohort ?? null, covariates: covariates ?? null, snapshot: snapshot ?? null };
    const weights = { estimand, truncatePercent: truncatePercent ?? null };
    const answer = await this.service.weighting(ctx, { study, endpoint, groupBy, ...pair, ...chosen, ...weights });
    return { ...answer, curves: answer.curves.map((one) => ({ ...one, label: one.label ?? '' })) };
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: SurvivalWeighting & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

@Resolver(() => WeightedCurve)
export class WeightedCurveResolver {
  @FieldResolver(() => [WeightedReading])
  readings(
    @Root() { curve }: WeightedCurve & { curve: SurvivalCurve },
    @Arg('days', () => [Float], { description: 'From time zero; 60 at most.' }) days: number[],
  ): WeightedReading[] {
    return readWeighted(curve, days.slice(0, 60));
  }

  @FieldResolver(() => PackedSteps, { description: 'Every step; of a weighted curve, counts are sums of weights.' })
  packed(@Root() { curve }: WeightedCurve & { curve: SurvivalCurve }): PackedSteps {
    return curve;
  }
}

interface Asked {
  readonly request: WeightingRequest;
}

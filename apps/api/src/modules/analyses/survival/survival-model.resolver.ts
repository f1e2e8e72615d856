import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput, type CountedReason, PatientCount, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { Endpoint, type EndpointName } from './endpoint.type.ts';
import { type SurvivalModelRequest, type SurvivalModelService } from './survival-model.service.ts';

@ObjectType({
  description: 'Of a Cox model, with 95 % limits and p by Wald; null throughout where there is no finite one.',
})
export class CoxRatio {
  @Field(() => Float, { nullable: true }) hazardRatio!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
}

@ObjectType({ description: 'A number, or a level of a category against its reference.' })
class SurvivalModelRow {
  @Field(() => String) covariate!: string;
  @Field(() => String, { nullable: true, description: 'Null for a number.' }) level!: string | null;
  @Field(() => Boolean) isReference!: boolean;
  @Field(() => Int, { description: 'Patients with the level, or with a value.' }) n!: number;
  @Field(() => Int, { description: 'Events among them.' }) events!: number;
  @Field(() => CoxRatio, { nullable: true, description: 'Null for a reference.' }) crude!: CoxRatio | null;
  @Field(() => Float, { nullable: true, description: 'Of a whole category, on its first row.' })
  crudeP!: number | null;
  @Field(() => CoxRatio, { nullable: true, description: 'Null for a reference, and for what is not in the model.' })
  adjusted!: CoxRatio | null;
  @Field(() => Float, { nullable: true, description: 'Of a whole category, on its first row.' })
  adjustedP!: number | null;
}

@ObjectType({ description: 'The Cox model of one covariate alone.' })
class CrudeCoxModel {
  @Field(() => String) covariate!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients without a value.' }) nDropped!: number;
  @Field(() => Int) events!: number;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'The Cox model of all covariates together.' })
class AdjustedCoxModel {
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Patients without a value of one of its covariates.' }) nDropped!: number;
  @Field(() => Int) events!: number;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'Whether the hazards of the adjusted model are proportional.' })
class ProportionalityTest {
  @Field(() => String, { nullable: true, description: 'Null: all covariates together.' })
  covariate!: string | null;
  @Field(() => Float, { nullable: true }) chiSquare!: number | null;
  @Field(() => Int, { nullable: true }) df!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
}

@ObjectType({ description: 'A log-rank test of the groups within strata.' })
class StratifiedLogRankTest {
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
  @Field(() => Int, { description: 'Patients with a value of the group and of every stratum.' }) n!: number;
  @Field(() => Float, { nullable: true }) chiSquare!: number | null;
  @Field(() => Int, { nullable: true }) df!: number | null;
  @Field(() => Float, { nullable: true }) pValue!: number | null;
}

@ObjectType({
  description: 'A smooth curve with its band of two standard errors, at 40 places of the transformed time.',
})
class SchoenfeldCurve {
  @Field(() => [Float]) time!: readonly number[];
  @Field(() => [Float]) estimate!: readonly number[];
  @Field(() => [Float]) lower!: readonly number[];
  @Field(() => [Float]) upper!: readonly number[];
}

@ObjectType({ description: 'Scaled Schoenfeld residuals of one covariate, about its coefficient.' })
class SchoenfeldPlot {
  @Field(() => String) covariate!: string;
  @Field(() => Boolean, {
    description: 'Of a category with several ratios, about 1: its part of the linear predictor.',
  })
  isFactor!: boolean;
  @Field(() => [Float], { nullable: 'items', description: 'Null where the covariate is constant in the stratum.' })
  residuals!: readonly (number | null)[];
  @Field(() => SchoenfeldCurve, { nullable: true }) smooth!: SchoenfeldCurve | null;
}

@ObjectType({ description: 'How the coefficients of the adjusted model change with time; columns by event.' })
class SchoenfeldResiduals {
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
  @Field(() => Int) events!: number;
  @Field(() => Int, { description: 'Of so many events one is listed; the curves are of all.' }) every!: number;
  @Field(() => [Float], { description: 'Days of the events listed.' }) days!: readonly number[];
  @Field(() => [Float], { description: 'The same, transformed.' }) time!: readonly number[];
  @Field(() => [SchoenfeldPlot]) terms!: readonly SchoenfeldPlot[];
}

@ObjectType({ description: 'Cox models of a time, of the centres that the asker may read.' })
class SurvivalModel {
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => String, { nullable: true }) groupBy!: string | null;
  @Field(() => [String], { description: 'Of the models: the group first.' }) covariates!: readonly string[];
  @Field(() => String, { description: 'Name and version of the rule that made times and events.' }) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => Int, { description: 'Patients of the cohort with a time.' }) n!: number;
  @Field(() => Int) events!: number;
  @Field(() => [PatientCount], { description: 'Patients of the cohort without one.' })
  droppedReasons!: CountedReason[];
  @Field(() => [SurvivalModelRow], { description: 'Empty where nothing can be estimated; the statements say why.' })
  rows!: readonly SurvivalModelRow[];
  @Field(() => [CrudeCoxModel]) crude!: readonly CrudeCoxModel[];
  @Field(() => AdjustedCoxModel, { nullable: true }) adjusted!: AdjustedCoxModel | null;
  @Field(() => [ProportionalityTest], { description: 'Each covariate, then all together.' })
  proportionality!: readonly ProportionalityTest[];
  @Said({ nullable: true }) proportionalityMethod!: Statement | null;
  @Field(() => [String], { description: 'By which the adjusted model is stratified.' }) strata!: readonly string[];
  @Field(() => StratifiedLogRankTest, { nullable: true, description: 'Null without strata or without two groups.' })
  stratifiedLogRank!: StratifiedLogRankTest | null;
  @Field(() => [StatementType], { description: 'Whom the answer leaves out as not eligible, and by which criteria.' })
  population!: readonly Statement[];
  @SaidList() method!: readonly Statement[];
}

@Resolver(() => SurvivalModel)
export class SurvivalModelResolver {
  constructor(private readonly service: SurvivalModelService) {}

  @Query(() => SurvivalModel, {
    description:
      'Cox models: a group and covariates, each alone and all together, with the check of proportional hazards.',
  })
  survivalModel(
    @Arg('study', () => String) study: string,
    @Arg('endpoint', () => Endpoint) endpoint: EndpointName,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('covariates', () => [String], {
      nullable: true,
      description: 'Beside the group; by default those that a clinical model starts with.',
    })
    covariates: string[] | null,
    @Arg('strata', () => [String], {
      nullable: true,
      description:
        'Up to three groupings; each combination of their values has a baseline hazard in the adjusted model.',
    })
    strata: string[] | null,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<SurvivalModel & Asked> {
    const request = {
      study,
      endpoint,
      groupBy: groupBy ?? null,
      cohort: cohort ?? null,
      covariates: covariates ?? null,
      strata: strata ?? [],
      snapshot: snapshot ?? null,
    };
    return this.service.model(ctx, request);
  }

  @FieldResolver(() => SchoenfeldResiduals, { nullable: true, description: 'Null where it has no finite estimate.' })
  residuals(@Root() { residualsOf }: SurvivalModel & Asked): SchoenfeldResiduals | null {
    return residualsOf();
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: SurvivalModel & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: SurvivalModelRequest;
  readonly residualsOf: () => SchoenfeldResiduals | null;
}

import { type Statement } from '@haim/schema';
import { Arg, Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { Said, SaidList, StatementType } from '../../../graphql/statement.type.ts';
import { CohortInput } from '../../cohort/index.ts';
import { Endpoint, type EndpointName } from '../survival/endpoint.type.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { EvaluationSet } from './evaluation.type.ts';
import { type ScoreOutcomeService } from './score-outcome.service.ts';

const optional = { nullable: true } as const;

@ObjectType({ description: 'Patients of one arm with high, or low, scores. Columns of a curve are of equal length.' })
class ScoreGroupOutcome {
  @Field(() => String) arm!: string;
  @Field(() => Boolean, { description: 'Whether their scores are at or above the threshold.' }) isHigh!: boolean;
  @Field(() => Int) n!: number;
  @Field(() => Int) events!: number;
  @Field(() => Float, optional) medianDays!: number | null;
  @Field(() => Float, optional) medianLowerDays!: number | null;
  @Field(() => Float, optional) medianUpperDays!: number | null;
  @Field(() => [Float]) days!: readonly number[];
  @Field(() => [Float]) atRisk!: readonly number[];
  @Field(() => [Float]) nEvent!: readonly number[];
  @Field(() => [Float]) nCensor!: readonly number[];
  @Field(() => [Float]) survival!: readonly number[];
  @Field(() => [Float], { nullable: 'items' }) lower!: readonly (number | null)[];
  @Field(() => [Float], { nullable: 'items' }) upper!: readonly (number | null)[];
  @Field(() => Int) responders!: number;
  @Field(() => Int, { description: 'With an evaluable best response.' }) evaluable!: number;
  @Field(() => Float, optional) responseLower!: number | null;
  @Field(() => Float, optional) responseUpper!: number | null;
  @Said() method!: Statement;
}

@ObjectType({ description: 'A hazard ratio with its limits.' })
class ScoreHazardRatio {
  @Field(() => Float, optional) estimate!: number | null;
  @Field(() => Float, optional) lower!: number | null;
  @Field(() => Float, optional) upper!: number | null;
  @Field(() => Float, optional) pValue!: number | null;
}

@ObjectType({ description: 'High scores against low ones in one arm.' })
class ScoreEffectInArm {
  @Field(() => String) arm!: string;
  @Field(() => ScoreHazardRatio) hazardRatio!: ScoreHazardRatio;
  @Field(() => Float, optional) logRankP!: number | null;
}

@ObjectType({ description: 'The score as a restricted cubic spline. Columns of equal length.' })
class ScoreSpline {
  @Field(() => [Float]) at!: readonly number[];
  @Field(() => [Float], { description: 'Log hazard ratio against the median score.' })
  logHazardRatio!: readonly number[];
  @Field(() => [Float]) lower!: readonly number[];
  @Field(() => [Float]) upper!: readonly number[];
  @Field(() => Float) medianScore!: number;
  @Field(() => Float, optional) nonlinearityP!: number | null;
  @Said() method!: Statement;
  @SaidList() warnings!: readonly Statement[];
}

@ObjectType({ description: 'The cut-point with the smallest p of a log-rank test between the outer tenths.' })
class SearchedCut {
  @Field(() => Float) cut!: number;
  @Field(() => Float) pValue!: number;
  @Field(() => Float, { description: 'Once the search is counted.' }) correctedP!: number;
}

@ObjectType({ description: 'Survival and response by score, in each arm.' })
class ScoreOutcome {
  /** Written where it is asked for. */
  toFiles!: () => TableFiles;
  @Field(() => Endpoint) endpoint!: EndpointName;
  @Field(() => Float, { nullable: true, description: 'null where none is known: then there are no groups.' })
  threshold!: number | null;
  @Field(() => Int, { description: 'Scored patients with a time.' }) n!: number;
  @Field(() => Int) events!: number;
  @Field(() => [ScoreGroupOutcome]) groups!: readonly ScoreGroupOutcome[];
  @Field(() => [ScoreEffectInArm]) effects!: readonly ScoreEffectInArm[];
  @Field(() => Float, { nullable: true, description: 'Of score group and arm in a Cox model; null with one arm.' })
  survivalInteractionP!: number | null;
  @Field(() => Float, { nullable: true, description: 'The same in a logistic model of response.' })
  responseInteractionP!: number | null;
  @Field(() => ScoreHazardRatio, { description: 'Per 0.1 of the score, in strata of the arm.' })
  per01!: ScoreHazardRatio;
  @Field(() => ScoreSpline, optional) spline!: ScoreSpline | null;
  @Field(() => SearchedCut, optional) bestCut!: SearchedCut | null;
  @Field(() => Float) monthDays!: number;
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => String) recipe!: string;
  @Said() timeZero!: Statement;
  @Field(() => StatementType, { description: 'Which score a patient with several slides has.' })
  patientRule!: Statement;
  @Field(() => [StatementType]) method!: readonly Statement[];
  @SaidList() warnings!: readonly Statement[];
}

@Resolver(() => ScoreOutcome)
export class ScoreOutcomeResolver {
  constructor(private readonly outcomes: ScoreOutcomeService) {}

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { toFiles }: ScoreOutcome): TableFiles {
    return toFiles();
  }

  @Query(() => ScoreOutcome, {
    description: 'Whether a score tells of survival and response, and whether it does so in every arm.',
  })
  async scoreOutcome(
    @Arg('study', () => String) study: string,
    @Arg('source', () => ID) source: string,
    @Arg('set', () => EvaluationSet) set: EvaluationSetName,
    @Arg('endpoint', () => Endpoint) endpoint: EndpointName,
    @Arg('threshold', () => Float, {
      nullable: true,
      description: 'From which a score is high; by default of the source.',
    })
    threshold: number | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ScoreOutcome> {
    const found = await this.outcomes.outcome(ctx, study, {
      ...{ source, set, endpoint },
      threshold: threshold ?? null,
      cohort: cohort ?? null,
    });
    return {
      ...found,
      groups: found.groups.map(({ curve, ...group }) => ({
        ...curve,
        ...group,
        medianDays: curve.median.estimate,
        medianLowerDays: curve.median.lower,
        medianUpperDays: curve.median.upper,
      })),
    };
  }
}

import { Arg, Ctx, Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { CohortInput } from '../../cohort/index.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { EvaluationSet, Metric, ScoreSource } from './evaluation.type.ts';
import { type ScoreRunService } from './score-runs.service.ts';

const optional = { nullable: true } as const;

@ObjectType({ description: 'A source of scores on a set: a row of a table of all of them.' })
class ScoreRun {
  @Field(() => ScoreSource) source!: ScoreSource;
  @Field(() => ID, { nullable: true, description: 'The registered version that ran here; null for the others.' })
  versionId!: string | null;
  @Field(() => Int) n!: number;
  @Field(() => Int) nPositive!: number;
  @Field(() => Float, optional) auc!: number | null;
  @Field(() => Float, optional) aucLower!: number | null;
  @Field(() => Float, optional) aucUpper!: number | null;
  @Field(() => [Metric], { description: 'At its own threshold; empty where it has none.' }) metrics!: readonly Metric[];
  @Field(() => Float, { nullable: true, description: 'null, as all below, where a score is 0 or 1.' })
  brier!: number | null;
  @Field(() => Float, optional) slope!: number | null;
  @Field(() => Float, optional) intercept!: number | null;
  @Field(() => Float, optional) observedToExpected!: number | null;
}

@ObjectType({ description: 'Every source of scores, each on all of its own cases: they may be different patients.' })
class ScoreRuns {
  @Field(() => Int, { description: 'Version of the study that every number here is of.' }) dataVersion!: number;
  @Field(() => [ScoreRun]) runs!: readonly ScoreRun[];
}

@Resolver(() => ScoreRuns)
export class ScoreRunResolver {
  constructor(private readonly runs: ScoreRunService) {}

  @Query(() => ScoreRuns)
  scoreRuns(
    @Arg('study', () => String) study: string,
    @Arg('set', () => EvaluationSet) set: EvaluationSetName,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ScoreRuns> {
    return this.runs.list(ctx, study, { set, cohort: cohort ?? null });
  }
}

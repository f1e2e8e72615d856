import { say, type Statement } from '@haim/schema';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { CohortInput } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type ClinicalModelService } from './clinical-model.service.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { EvaluationSet } from './evaluation.type.ts';
import { ScoreComparison } from './score-comparison.type.ts';

@Resolver(() => ScoreComparison)
export class ScoreComparisonResolver {
  constructor(private readonly clinical: ClinicalModelService) {}

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { toFiles }: ScoreComparison): TableFiles {
    return toFiles();
  }

  @Query(() => ScoreComparison, { description: 'Areas of two to six sources on the same patients, pair by pair.' })
  async scoreComparison(
    @Arg('study', () => String) study: string,
    @Arg('sources', () => [ID]) sources: string[],
    @Arg('set', () => EvaluationSet) set: EvaluationSetName,
    @Arg('cohort', () => CohortInput, { nullable: true, description: 'Whose scores are compared; all by default.' })
    cohort: CohortInput | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ScoreComparison> {
    const found = await this.clinical.compare(ctx, study, sources, set, cohort);
    const names = new Map(found.sources.map(({ source }) => [source.id, source.modelName]));
    const about = (of: readonly string[], all: readonly Statement[]) =>
      all.map((one) => [of.map((id) => names.get(id)).join(', '), say(one, 'en')].filter(Boolean).join(': '));
    const warnings = [
      ...found.sources.flatMap(({ source, warnings: own }) => about([source.id], own)),
      ...about([], found.warnings),
      ...found.pairs.flatMap(({ a, b, warnings: own }) => about([a, b], own)),
    ];
    return {
      ...found,
      sources: found.sources.map(({ calibration, ...one }) => ({
        ...one,
        brier: calibration?.measures?.brier ?? null,
        slope: calibration?.measures?.slope ?? null,
        intercept: calibration?.measures?.inTheLarge ?? null,
      })),
      statements: found.warnings,
      warnings,
    };
  }
}

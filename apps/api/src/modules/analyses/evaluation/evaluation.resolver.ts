import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { CohortInput } from '../../cohort/index.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { type Evaluated, type EvaluationService } from './evaluation.service.ts';
import { IndependenceLevelEnum } from './evaluation-details.type.ts';
import { Evaluation, EvaluationSet, RocCurve, ScoreSource } from './evaluation.type.ts';
import { type IndependenceLevel } from './independence.ts';
import { type EvaluationFigure, evaluationFigures } from './evaluation-files.ts';
import { rocFor } from './roc-for-picture.ts';

const EvaluationFigureEnum = Object.fromEntries(
  evaluationFigures.map((name) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), name]),
);
registerEnumType(EvaluationFigureEnum, {
  name: 'EvaluationFigure',
  description: 'A figure of an evaluation whose numbers a script makes again.',
});

@Resolver(() => Evaluation)
export class EvaluationResolver {
  constructor(private readonly evaluations: EvaluationService) {}

  @Query(() => [ScoreSource])
  scoreSources(
    @Arg('study', () => String) study: string,
    @Arg('clinicalCovariates', () => [String], { nullable: true }) clinicalCovariates: string[] | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ScoreSource[]> {
    return this.evaluations.sources(ctx, study, clinicalCovariates ?? null);
  }

  @Query(() => Evaluation, { description: 'ROC, AUC and confusion matrix of a score against best response.' })
  evaluation(
    @Arg('study', () => String) study: string,
    @Arg('source', () => ID) source: string,
    @Arg('set', () => EvaluationSet) set: EvaluationSetName,
    @Arg('threshold', () => Float, { nullable: true }) threshold: number | null,
    @Arg('cohort', () => CohortInput, { nullable: true, description: 'Whose scores are looked at; all by default.' })
    cohort: CohortInput | null,
    @Arg('positive', () => String, {
      nullable: true,
      description: 'The class that sensitivity is of, such as "CR/PR"; by default the one that high scores predict.',
    })
    positive: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<Evaluation> {
    return this.evaluations.evaluate(ctx, study, { sourceId: source, set, threshold, cohort, positive });
  }

  @Query(() => IndependenceLevelEnum, {
    description: 'How far the set that the study calls external is from its training set: what it may be called.',
  })
  externalSet(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<IndependenceLevel> {
    return this.evaluations.externalSet(ctx, study);
  }

  @FieldResolver(() => TableFilesType, { description: 'The numbers of a figure again in R.' })
  files(
    @Root() { asked, inTurn }: Evaluation & Evaluated,
    @Arg('of', () => EvaluationFigureEnum, { defaultValue: 'curve' }) figure: EvaluationFigure,
    @Arg('variables', () => [String], { nullable: true, description: 'Of the subgroups; by default some usual ones.' })
    variables: string[] | null,
    @Ctx() ctx: PortalContext,
  ): Promise<TableFiles> {
    return inTurn(() =>
      this.evaluations.files(ctx, asked.study, asked.question, { figure, variables: variables ?? null }),
    );
  }

  @FieldResolver(() => RocCurve, {
    description: 'The same vertices as in the lists above, or those that a picture can show.',
  })
  curve(
    @Root() evaluation: Evaluation,
    @Arg('width', () => Int, {
      nullable: true,
      description:
        'Pixels of each side of the picture, 1 to 10000: of the vertices in one pixel the first and the last remain, each ' +
        'with its exact numbers. Without it every vertex.',
    })
    width: number | null,
  ): RocCurve {
    return rocFor(evaluation, width ?? null);
  }
}

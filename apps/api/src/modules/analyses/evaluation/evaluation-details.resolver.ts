import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { EvaluationIndependence, PerformanceByVariable, WithoutScore } from './evaluation-details.type.ts';
import { performanceBy } from './evaluation-subgroups.ts';
import { type Evaluated, type EvaluationService } from './evaluation.service.ts';
import { Evaluation } from './evaluation.type.ts';

/** Whose scores these are: subgroups, patients without a score, and how far they are from the training. */
@Resolver(() => Evaluation)
export class EvaluationDetailsResolver {
  constructor(private readonly evaluations: EvaluationService) {}

  @FieldResolver(() => [PerformanceByVariable], {
    description: 'Area, sensitivity and specificity by centre, scanner and baseline variables.',
  })
  subgroups(
    @Root() evaluation: Evaluation & Evaluated,
    @Arg('variables', () => [String], {
      nullable: true,
      description: 'centre, scanner, or rows of a table of patients; by default some usual ones.',
    })
    variables: string[] | null,
  ): readonly PerformanceByVariable[] {
    return performanceBy(evaluation, variables ?? null);
  }

  @FieldResolver(() => [WithoutScore], { description: 'Patients of the set or selection without a score, by reason.' })
  withoutScore(@Root() evaluation: Evaluation & Evaluated, @Ctx() ctx: PortalContext): Promise<WithoutScore[]> {
    return evaluation.inTurn(() => this.evaluations.withoutScore(ctx, evaluation));
  }

  @FieldResolver(() => EvaluationIndependence)
  independence(@Root() evaluation: Evaluation & Evaluated, @Ctx() ctx: PortalContext): Promise<EvaluationIndependence> {
    return evaluation.inTurn(() => this.evaluations.independence(ctx, evaluation));
  }
}

import { type ConfType } from '@haim/stats';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { CohortInput, SnapshotArg } from '../../cohort/index.ts';
import { type TableFiles } from '../table-files.ts';
import { TableFilesType } from '../table.type.ts';
import { Endpoint, type EndpointName } from './endpoint.type.ts';
import { type RecipeComparisonRequest, type RecipeComparisonService } from './recipe-comparison.service.ts';
import { ComparedRecipeType, RecipeComparison } from './recipe-comparison.type.ts';
import { ConfidenceType } from './survival-curve.type.ts';

@Resolver(() => RecipeComparison)
export class RecipeComparisonResolver {
  constructor(private readonly service: RecipeComparisonService) {}

  @Query(() => [ComparedRecipeType], { description: 'The recipes whose rows a study keeps beside those of its own.' })
  async comparedRecipes(
    @Arg('study', () => String) study: string,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<ComparedRecipeType[]> {
    const recipes = await this.service.recipes(ctx, study, snapshot ?? null);
    return recipes.map(({ id, name }) => ({ recipeId: id, name }));
  }

  @Query(() => RecipeComparison, {
    description: 'Curves of the same patients by two endpoint recipes, and whose time or end differs.',
  })
  async recipeComparison(
    @Arg('study', () => String) study: string,
    @Arg('endpoint', () => Endpoint) endpoint: EndpointName,
    @Arg('recipe', () => Int, { nullable: true, description: 'One of `comparedRecipes`; by default the first.' })
    recipe: number | null,
    @Arg('groupBy', () => String, { nullable: true }) groupBy: string | null,
    @Arg('cohort', () => CohortInput, { nullable: true }) cohort: CohortInput | null,
    @Arg('confidenceType', () => ConfidenceType, { defaultValue: 'log' }) confType: ConfType,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<RecipeComparison & Asked> {
    const request = {
      study,
      endpoint,
      recipe: recipe ?? null,
      groupBy: groupBy ?? null,
      cohort: cohort ?? null,
      confType,
      snapshot: snapshot ?? null,
    };
    const { sides, changed, ...found } = await this.service.compare(ctx, request);
    return {
      ...found,
      sides: sides.map(({ curves, logRank, ...side }) => ({
        ...side,
        pValue: logRank?.pValue ?? null,
        curves: curves.map(({ label, curve }) => ({
          ...curve,
          label,
          packed: curve,
          medianDays: curve.median.estimate,
          medianLowerDays: curve.median.lower,
          medianUpperDays: curve.median.upper,
        })),
      })),
      changed: changed.map(({ id, ...patient }) => ({ ...patient, patientId: id })),
    };
  }

  @FieldResolver(() => TableFilesType, { description: 'The same numbers in R.' })
  files(@Root() { request }: RecipeComparison & Asked, @Ctx() ctx: PortalContext): Promise<TableFiles> {
    return this.service.files(ctx, request);
  }
}

interface Asked {
  readonly request: RecipeComparisonRequest;
}

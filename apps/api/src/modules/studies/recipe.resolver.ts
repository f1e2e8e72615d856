import { recipeRulesOf, recipeSaid } from '@haim/schema';
import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type RecipeRow } from './recipe.query.ts';
import { type RecipeService, type RecipesOfStudy } from './recipe.service.ts';
import { Recipe, RecipeRules, StudyRecipes } from './recipe.type.ts';

@Resolver(() => Recipe)
export class RecipeResolver {
  constructor(private readonly service: RecipeService) {}

  @Query(() => [Recipe], { description: 'The endpoint recipes of the portal, which any study may have.' })
  async recipes(@Ctx() ctx: PortalContext): Promise<Recipe[]> {
    return (await this.service.all(ctx)).map(toRecipe);
  }

  @Query(() => StudyRecipes, { description: 'For those who manage the study.' })
  async studyRecipes(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<StudyRecipes> {
    return toRecipes(await this.service.ofStudy(ctx, study));
  }

  @Mutation(() => StudyRecipes, {
    description: 'A new recipe of the study, kept beside its own: the next version of a name that it has.',
  })
  async addRecipe(
    @Arg('study', () => String) study: string,
    @Arg('name', () => String) name: string,
    @Arg('rules', () => RecipeRules) rules: RecipeRules,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyRecipes> {
    return toRecipes(await this.service.add(ctx, study, name, rules));
  }

  @Mutation(() => StudyRecipes, {
    description: 'Keeps rows of a recipe that is there beside those of the study’s own.',
  })
  async keepRecipe(
    @Arg('study', () => String) study: string,
    @Arg('recipe', () => Int) recipe: number,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyRecipes> {
    return toRecipes(await this.service.keep(ctx, study, recipe));
  }

  @Mutation(() => StudyRecipes, { description: 'Keeps them no longer; the recipe stays, and snapshots keep theirs.' })
  async leaveRecipe(
    @Arg('study', () => String) study: string,
    @Arg('recipe', () => Int) recipe: number,
    @Ctx() ctx: PortalContext,
  ): Promise<StudyRecipes> {
    return toRecipes(await this.service.leave(ctx, study, recipe));
  }
}

const toRecipe = ({ id, name, version, definition }: RecipeRow): Recipe => ({
  ...{ id, name, version },
  rules: recipeRulesOf(definition),
  method: recipeSaid(definition),
});

const toRecipes = ({ own, kept, others }: RecipesOfStudy): StudyRecipes => ({
  own: toRecipe(own),
  kept: kept.map(toRecipe),
  others: others.map(toRecipe),
});

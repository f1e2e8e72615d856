import { checkRecipe, mostComparedRecipes, recipeOf, type RecipeRules, recipeRulesOf } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, notFound, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { addRecipe, keepRecipe, leaveRecipe, readRecipeIds, readRecipes, type RecipeRow } from './recipe.query.ts';
import { takeStudy } from './study-settings.query.ts';
import { longestCommit, refuse, refuseHeldUp } from './study-settings.service.ts';
import { type StudyService } from './study.service.ts';

export interface RecipesOfStudy {
  readonly own: RecipeRow;
  readonly kept: readonly RecipeRow[];
  readonly others: readonly RecipeRow[];
}

/** The recipes of a study: by which it is analysed, which it keeps beside that, and which it may keep. */
export class RecipeService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** The recipes that a new study may have. */
  all({ asker }: PortalContext): Promise<RecipeRow[]> {
    return this.db.read(asker, (tx) => readRecipes(tx, null));
  }

  /** @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right to manage it. */
  async ofStudy(ctx: PortalContext, study: string): Promise<RecipesOfStudy> {
    const { studyId } = this.managed(ctx, study);
    return this.db.read(ctx.asker, (tx) => recipesOf(tx, studyId));
  }

  /**
   * A new recipe beside the study's own; rows of it are derived of every patient, in the commit.
   *
   * @throws as `ofStudy`; BAD_USER_INPUT with the faulty rules; STUDY_CLOSED.
   */
  add(ctx: PortalContext, study: string, given: string, rules: RecipeRules): Promise<RecipesOfStudy> {
    const name = given.trim();
    return this.change(ctx, study, async (tx, studyId) => {
      const { own, kept } = await recipesOf(tx, studyId);
      refuse(checkRecipe(name, rules, [own, ...kept].map(named)));
      await addRecipe(tx, studyId, name, recipeOf(rules));
    });
  }

  /** Rows of a recipe that is there already. @throws as `add`; NOT_FOUND for one that is not the study's to keep. */
  keep(ctx: PortalContext, study: string, recipe: number): Promise<RecipesOfStudy> {
    return this.change(ctx, study, async (tx, studyId) => {
      const { own, kept } = await recipesOf(tx, studyId);
      if (recipe === own.id) throw badInput('a recipe is kept beside the study’s own: it is the study’s own already');
      if (kept.length >= mostComparedRecipes && !kept.some(({ id }) => id === recipe)) {
        throw badInput(`a study keeps at most ${mostComparedRecipes} recipes beside its own: stop keeping one first`);
      }
      if (!(await keepRecipe(tx, studyId, recipe))) throw notFound('recipe');
    });
  }

  /** Rows of it are kept no longer; the recipe stays, and may be kept again. @throws as `keep`. */
  leave(ctx: PortalContext, study: string, recipe: number): Promise<RecipesOfStudy> {
    return this.change(ctx, study, async (tx, studyId) => {
      if (!(await leaveRecipe(tx, studyId, recipe))) throw notFound('recipe');
    });
  }

  private async change(
    ctx: PortalContext,
    study: string,
    work: (tx: WriteTransaction, studyId: number) => Promise<void>,
  ): Promise<RecipesOfStudy> {
    const { studyId, isClosed } = this.managed(ctx, study);
    if (isClosed) throw studyClosed(study);
    return this.db
      .write(ctx.asker, null, async (tx) => {
        await takeStudy(tx, studyId);
        await tx.rows(`select set_config('statement_timeout', $1, true)`, [longestCommit]);
        await work(tx, studyId);
        return recipesOf(tx, studyId);
      })
      .catch((error: unknown) => {
        refuseHeldUp(error);
        throw error;
      });
  }

  private managed({ asker }: PortalContext, study: string) {
    const scope = this.studies.scope({ asker }, study);
    if (!hasRight(asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    return scope;
  }
}

const named = ({ name, version, definition }: RecipeRow) => ({
  name: `${name} ${version}`,
  rules: recipeRulesOf(definition),
});

async function recipesOf(tx: StudyTransaction, studyId: number): Promise<RecipesOfStudy> {
  const [recipes, ids] = await Promise.all([readRecipes(tx, studyId), readRecipeIds(tx, studyId)]);
  const own = recipes.find(({ id }) => id === ids?.own);
  if (!ids || !own) throw notFound('study');
  const isKept = ({ id }: RecipeRow) => ids.kept.includes(id);
  return {
    own,
    kept: recipes.filter(isKept),
    others: recipes.filter((one) => one.id !== own.id && !isKept(one)),
  };
}

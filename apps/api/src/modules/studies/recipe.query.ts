import { type RecipeDefinition } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface RecipeRow {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  /** The event that its times are counted from, in the words of its definition. */
  readonly timeZero: string;
  readonly definition: RecipeDefinition;
}

/** The portal's recipes, and those of one study. @param studyId - null: of none. */
export function readRecipes({ rows }: StudyTransaction, studyId: number | null): Promise<RecipeRow[]> {
  return rows(
    `select id, name, version, definition ->> 'timeZero' as "timeZero", definition from portal.recipe
     where study_id is null or study_id = $1 order by name, version`,
    [studyId],
  );
}

export interface RecipeIds {
  readonly own: number;
  readonly kept: readonly number[];
}

/** By which recipe a study is analysed, and of which others it keeps rows. */
export async function readRecipeIds({ rows }: StudyTransaction, studyId: number): Promise<RecipeIds | null> {
  const [found] = await rows<RecipeIds>(
    `select s.recipe_id as own, array(select c.recipe_id from portal.compared_recipe c
       where c.study_id = s.id and c.recipe_id <> s.recipe_id)::int[] as kept
     from portal.study s where s.id = $1`,
    [studyId],
  );
  return found ?? null;
}

/** Kept beside the study's own at once. @returns its id. */
export async function addRecipe(
  { rows }: WriteTransaction,
  studyId: number,
  name: string,
  definition: RecipeDefinition,
): Promise<number> {
  const values = [studyId, name, JSON.stringify(definition)];
  const [added] = await rows<{ id: number }>('select portal.add_recipe($1, $2, $3) as id', values);
  if (!added) throw new Error('the database added no recipe');
  return added.id;
}

/** @returns false where the study may not keep it. */
export async function keepRecipe({ rows }: WriteTransaction, studyId: number, recipeId: number): Promise<boolean> {
  const [kept] = await rows<{ done: boolean }>('select portal.keep_recipe($1, $2) as done', [studyId, recipeId]);
  return kept?.done ?? false;
}

/** @returns false where no rows of it were kept. */
export async function leaveRecipe({ rows }: WriteTransaction, studyId: number, recipeId: number): Promise<boolean> {
  const [left] = await rows<{ done: boolean }>('select portal.leave_recipe($1, $2) as done', [studyId, recipeId]);
  return left?.done ?? false;
}

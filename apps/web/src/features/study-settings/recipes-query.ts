import { graphql } from '@/graphql/generated/index.ts';

export const recipeFragments = graphql(`
  fragment RecipeShown on Recipe {
    id
    name
    version
    rules {
      timeZero
      survivorsUntil
      pfsDeath
      pfsTreatment
      ttrProgression
      dorDeath
      dorTreatment
      ttntDeath
    }
    ...RecipeSaid
  }

  fragment StudyRecipesShown on StudyRecipes {
    own {
      ...RecipeShown
    }
    kept {
      ...RecipeShown
    }
    others {
      ...RecipeShown
    }
  }
`);

export const addRecipeMutation = graphql(`
  mutation AddRecipe($study: String!, $name: String!, $rules: RecipeRulesInput!) {
    addRecipe(study: $study, name: $name, rules: $rules) {
      ...StudyRecipesShown
    }
  }
`);

export const keepRecipeMutation = graphql(`
  mutation KeepRecipe($study: String!, $recipe: Int!) {
    keepRecipe(study: $study, recipe: $recipe) {
      ...StudyRecipesShown
    }
  }
`);

export const leaveRecipeMutation = graphql(`
  mutation LeaveRecipe($study: String!, $recipe: Int!) {
    leaveRecipe(study: $study, recipe: $recipe) {
      ...StudyRecipesShown
    }
  }
`);

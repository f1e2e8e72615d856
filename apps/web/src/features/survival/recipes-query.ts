import { graphql } from '@/graphql/generated/index.ts';

export const comparedRecipesQuery = graphql(`
  query ComparedRecipes($study: String!, $snapshot: ID) {
    comparedRecipes(study: $study, snapshot: $snapshot) {
      recipeId
      name
    }
  }
`);

export const recipeComparisonQuery = graphql(`
  query RecipeComparison(
    $study: String!
    $endpoint: Endpoint!
    $recipe: Int
    $groupBy: String
    $cohort: CohortInput
    $confidenceType: ConfidenceType
    $snapshot: ID
  ) {
    recipeComparison(
      study: $study
      endpoint: $endpoint
      recipe: $recipe
      groupBy: $groupBy
      cohort: $cohort
      confidenceType: $confidenceType
      snapshot: $snapshot
    ) {
      ...RecipeComparisonSaid
      endpoint
      groupBy
      patients
      changedTotal
      monthDays
      dataVersion
      sides {
        ...RecipeSideSaid
        recipe
        n
        events
        pValue
        ratio {
          hazardRatio
          lower
          upper
          pValue
        }
        droppedReasons {
          reason
          n
          en
          zh
        }
        curves {
          ...DrawnCurve
        }
      }
      changed {
        patientId
        code
        centre
        group
        own {
          days
          event
          missing
        }
        other {
          days
          event
          missing
        }
      }
    }
  }
`);

export const recipeComparisonFilesQuery = graphql(`
  query RecipeComparisonFiles(
    $study: String!
    $endpoint: Endpoint!
    $recipe: Int
    $groupBy: String
    $cohort: CohortInput
    $confidenceType: ConfidenceType
    $snapshot: ID
    $check: Boolean = false
  ) {
    recipeComparison(
      study: $study
      endpoint: $endpoint
      recipe: $recipe
      groupBy: $groupBy
      cohort: $cohort
      confidenceType: $confidenceType
      snapshot: $snapshot
    ) {
      files {
        ...InR
      }
    }
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

export const schoenfeldQuery = graphql(`
  query SchoenfeldResiduals(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $covariates: [String!]
    $strata: [String!]
  ) {
    survivalModel(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      cohort: $cohort
      covariates: $covariates
      strata: $strata
    ) {
      ...SurvivalModelSaid
      dataVersion
      recipe
      residuals {
        ...SchoenfeldResidualsSaid
        events
        every
        days
        time
        terms {
          covariate
          isFactor
          residuals
          smooth {
            time
            estimate
            lower
            upper
          }
        }
      }
    }
  }
`);

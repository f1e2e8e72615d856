import { graphql } from '@/graphql/generated/index.ts';

export const survivalModelQuery = graphql(`
  query SurvivalModel(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
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
      snapshot: $snapshot
    ) {
      endpoint
      groupBy
      recipe
      dataVersion
      n
      events
      ...SurvivalModelSaid
      droppedReasons {
        reason
        n
        en
        zh
      }
      rows {
        covariate
        level
        isReference
        n
        events
        crudeP
        adjustedP
        crude {
          hazardRatio
          lower
          upper
          pValue
        }
        adjusted {
          hazardRatio
          lower
          upper
          pValue
        }
      }
      crude {
        ...CrudeCoxModelSaid
        covariate
        n
        nDropped
        events
      }
      adjusted {
        ...AdjustedCoxModelSaid
        n
        nDropped
        events
      }
      strata
      stratifiedLogRank {
        ...StratifiedLogRankTestSaid
        n
        chiSquare
        df
        pValue
      }
      proportionality {
        covariate
        chiSquare
        df
        pValue
      }
    }
  }
`);

export const survivalModelFilesQuery = graphql(`
  query SurvivalModelFiles(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
    $covariates: [String!]
    $strata: [String!]
    $check: Boolean = false
  ) {
    survivalModel(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      cohort: $cohort
      covariates: $covariates
      strata: $strata
      snapshot: $snapshot
    ) {
      files {
        ...InR
      }
    }
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

export const weightingQuery = graphql(`
  query SurvivalWeighting(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String!
    $reference: String
    $comparison: String
    $cohort: CohortInput
    $snapshot: ID
    $covariates: [String!]
    $estimand: Estimand!
    $truncatePercent: Float
    $days: [Float!]!
  ) {
    survivalWeighting(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      reference: $reference
      comparison: $comparison
      cohort: $cohort
      snapshot: $snapshot
      covariates: $covariates
      estimand: $estimand
      truncatePercent: $truncatePercent
    ) {
      ...SurvivalWeightingSaid
      endpoint
      groupBy
      groups
      reference
      comparison
      estimand
      covariates
      sides {
        n
        events
        effectiveN
        smallestWeight
        largestWeight
      }
      nDropped
      ratios {
        ...WeightingRatioSaid
        kind
        ratio {
          hazardRatio
          lower
          upper
          pValue
        }
      }
      balance {
        covariate
        level
        crude
        weighted
      }
      curves {
        label
        isWeighted
        median {
          estimate
          lower
          upper
        }
        packed {
          days
          atRisk
          nEvent
          nCensor
          survival
          lower
          upper
        }
        readings(days: $days) {
          days
          atRisk
          survival
          lower
          upper
        }
      }
      recipe
      monthDays
      dataVersion
      droppedReasons {
        reason
        n
        en
        zh
      }
    }
  }
`);

export const weightingFilesQuery = graphql(`
  query SurvivalWeightingFiles(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String!
    $reference: String
    $comparison: String
    $cohort: CohortInput
    $snapshot: ID
    $covariates: [String!]
    $estimand: Estimand!
    $truncatePercent: Float
    $check: Boolean = false
  ) {
    survivalWeighting(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      reference: $reference
      comparison: $comparison
      cohort: $cohort
      snapshot: $snapshot
      covariates: $covariates
      estimand: $estimand
      truncatePercent: $truncatePercent
    ) {
      files {
        ...InR
      }
    }
  }
`);

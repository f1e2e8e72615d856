import { graphql } from '@/graphql/generated/index.ts';

export const subgroupsQuery = graphql(`
  query SurvivalSubgroups(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String!
    $reference: String
    $comparison: String
    $cohort: CohortInput
    $snapshot: ID
    $variables: [String!]
    $cuts: SubgroupCuts
    $covariates: [String!]
  ) {
    survivalSubgroups(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      reference: $reference
      comparison: $comparison
      cohort: $cohort
      snapshot: $snapshot
      variables: $variables
      cuts: $cuts
      covariates: $covariates
    ) {
      endpoint
      covariates
      groupBy
      groups
      reference
      comparison
      recipe
      dataVersion
      ...SurvivalSubgroupsSaid
      droppedReasons {
        reason
        n
        en
        zh
      }
      all {
        ...SubgroupRowParts
      }
      variables {
        variable
        missing
        rows {
          ...SubgroupRowParts
        }
        interaction {
          ...SubgroupInteractionSaid
          statistic
          df
          pValue
        }
      }
    }
  }

  fragment SubgroupRowParts on SubgroupRow {
    ...SubgroupRowSaid
    variable
    value
    from
    below
    sides {
      n
      events
    }
    ratio {
      hazardRatio
      lower
      upper
      pValue
    }
  }
`);

export const subgroupsFilesQuery = graphql(`
  query SurvivalSubgroupsFiles(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String!
    $reference: String
    $comparison: String
    $cohort: CohortInput
    $snapshot: ID
    $variables: [String!]
    $cuts: SubgroupCuts
    $covariates: [String!]
    $check: Boolean = false
  ) {
    survivalSubgroups(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      reference: $reference
      comparison: $comparison
      cohort: $cohort
      snapshot: $snapshot
      variables: $variables
      cuts: $cuts
      covariates: $covariates
    ) {
      files {
        ...InR
      }
    }
  }
`);

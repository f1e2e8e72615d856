import { graphql } from '@/graphql/generated/index.ts';

export const competingQuery = graphql(`
  query CompetingRisks(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
    $width: Int!
    $days: [Float!]!
    $tickDays: [Float!]!
  ) {
    competingRisks(study: $study, endpoint: $endpoint, groupBy: $groupBy, cohort: $cohort, snapshot: $snapshot) {
      ...CompetingRisksSaid
      endpoint
      groupBy
      recipe
      monthDays
      dataVersion
      droppedReasons {
        reason
        n
        en
        zh
      }
      groups {
        label
        n
        censored
        curves(width: $width) {
          event
          events
          days
          incidence
          lower
          upper
        }
        readings(days: $days) {
          days
          atRisk
          values {
            event
            incidence
            lower
            upper
          }
        }
        ticks: readings(days: $tickDays) {
          days
          atRisk
        }
      }
      tests {
        ...IncidenceTestSaid
        event
        chiSquare
        df
        pValue
      }
    }
  }
`);

export const competingFilesQuery = graphql(`
  query CompetingRisksFiles(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
    $check: Boolean = false
  ) {
    competingRisks(study: $study, endpoint: $endpoint, groupBy: $groupBy, cohort: $cohort, snapshot: $snapshot) {
      files {
        ...InR
      }
    }
  }
`);

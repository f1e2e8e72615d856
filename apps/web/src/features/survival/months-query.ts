import { graphql } from '@/graphql/generated/index.ts';

export const survivalMonthsQuery = graphql(`
  query SurvivalMonths(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
    $confidenceType: ConfidenceType
    $untilDays: Float!
    $days: [Float!]!
  ) {
    survival(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      cohort: $cohort
      snapshot: $snapshot
      confidenceType: $confidenceType
    ) {
      ...SurvivalAnalysisSaid
      endpoint
      groupBy
      monthDays
      recipe
      dataVersion
      n
      droppedReasons {
        reason
        n
        en
        zh
      }
      curves {
        ...SurvivalCurveSaid
        label
        n
        events
      }
      readAt(days: $days) {
        label
        readings {
          days
          atRisk
          survival
          lower
          upper
        }
      }
      restrictedMeans(untilDays: $untilDays) {
        ...RestrictedMeansSaid
        untilDays
        groups {
          ...RestrictedMeanOfGroupSaid
          label
          meanDays
          lowerDays
          upperDays
        }
        difference {
          ...RestrictedMeanDifferenceSaid
          reference
          comparison
          differenceDays
          lowerDays
          upperDays
          pValue
        }
      }
    }
  }
`);

export const survivalMonthsFilesQuery = graphql(`
  query SurvivalMonthsFiles(
    $study: String!
    $endpoint: Endpoint!
    $groupBy: String
    $cohort: CohortInput
    $snapshot: ID
    $confidenceType: ConfidenceType
    $untilDays: Float!
    $check: Boolean = false
  ) {
    survival(
      study: $study
      endpoint: $endpoint
      groupBy: $groupBy
      cohort: $cohort
      snapshot: $snapshot
      confidenceType: $confidenceType
    ) {
      files(untilDays: $untilDays) {
        ...InR
      }
    }
  }
`);

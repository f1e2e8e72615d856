import { graphql } from '@/graphql/generated/index.ts';
import { type SafetyQuery } from '@/graphql/generated/graphql.ts';

export const safetyQuery = graphql(`
  query Safety(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $relatedTo: EventCause
    $seriousOnly: Boolean
    $treatedOnly: Boolean
    $reference: String
    $comparison: String
    $scope: AnalysisScope
  ) {
    safety(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      relatedTo: $relatedTo
      seriousOnly: $seriousOnly
      treatedOnly: $treatedOnly
      reference: $reference
      comparison: $comparison
      scope: $scope
    ) {
      ...SafetyTableSaid
      dataVersion
      groupBy
      protection {
        ...ProtectionSaid
      }
      groups {
        value
        n
        atMost
      }
      compared {
        reference
        comparison
      }
      rows {
        rowId
        kind
        key
        labelEn
        labelZh
        organClass
        notStated
        cells {
          anyGrade {
            ...SafetyNumber
          }
          gradeThreeOrMore {
            ...SafetyNumber
          }
          onset {
            n
            median
            shortest
            longest
          }
        }
        anyDifference {
          estimate
          lower
          upper
        }
        severeDifference {
          estimate
          lower
          upper
        }
      }
    }
  }

  fragment SafetyNumber on SafetyCount {
    n
    atMost
    share
    events
  }
`);

/** What counts the table again in R: asked for when it is wanted. */
export const safetyFilesQuery = graphql(`
  query SafetyFiles(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $relatedTo: EventCause
    $seriousOnly: Boolean
    $treatedOnly: Boolean
    $reference: String
    $comparison: String
    $check: Boolean = false
  ) {
    safety(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      relatedTo: $relatedTo
      seriousOnly: $seriousOnly
      treatedOnly: $treatedOnly
      reference: $reference
      comparison: $comparison
    ) {
      ...SafetyTableSaid
      files {
        ...InR
      }
    }
  }
`);

export const safetyPatientsQuery = graphql(`
  query SafetyPatients(
    $study: String!
    $cohort: CohortInput
    $snapshot: ID
    $groupBy: String
    $relatedTo: EventCause
    $seriousOnly: Boolean
    $treatedOnly: Boolean
    $group: String
    $row: String!
    $gradeThreeOrMore: Boolean
  ) {
    safetyPatients(
      study: $study
      cohort: $cohort
      snapshot: $snapshot
      groupBy: $groupBy
      relatedTo: $relatedTo
      seriousOnly: $seriousOnly
      treatedOnly: $treatedOnly
      group: $group
      row: $row
      gradeThreeOrMore: $gradeThreeOrMore
    ) {
      total
      rows {
        patientId
        code
        grade
        events
        onsetDays
      }
    }
  }
`);

export type Safety = SafetyQuery['safety'];
export type SafetyRow = Safety['rows'][number];
export type SafetyNumber = SafetyRow['cells'][number]['anyGrade'];

import { graphql } from '@/graphql/generated/index.ts';
import { type ConfirmedResponseQuery, type ResponseCourseQuery } from '@/graphql/generated/graphql.ts';

export const responseCourseQuery = graphql(`
  query ResponseCourse($study: String!, $cohort: CohortInput, $groupBy: String, $snapshot: ID) {
    responseCourse(study: $study, cohort: $cohort, groupBy: $groupBy, snapshot: $snapshot) {
      ...ResponseCourseSaid
      groupBy
      recipe
      dataVersion
      n
      ungrouped
      isTooMany
      mostPatients
      groups {
        value
        n
        drawn
        withoutImage
        withoutBaseline
        withoutSum
      }
      patients {
        id
        code
        group
        bestResponse
        bestChange
        bestDay
        days
        changes
        progressionDay
        isRead
      }
    }
  }
`);
export const responseCourseFilesQuery = graphql(`
  query ResponseCourseFiles(
    $study: String!
    $cohort: CohortInput
    $groupBy: String
    $snapshot: ID
    $check: Boolean = false
  ) {
    responseCourse(study: $study, cohort: $cohort, groupBy: $groupBy, snapshot: $snapshot) {
      files {
        ...InR
      }
    }
  }
`);

export const confirmedResponseFilesQuery = graphql(`
  query ConfirmedResponseFiles(
    $study: String!
    $cohort: CohortInput
    $groupBy: String
    $interval: ProportionInterval
    $days: Int
    $snapshot: ID
    $check: Boolean = false
  ) {
    confirmedResponse(
      study: $study
      cohort: $cohort
      groupBy: $groupBy
      interval: $interval
      days: $days
      snapshot: $snapshot
    ) {
      files {
        ...InR
      }
    }
  }
`);

export type Course = ResponseCourseQuery['responseCourse'];

export const confirmedResponseQuery = graphql(`
  query ConfirmedResponse(
    $study: String!
    $cohort: CohortInput
    $groupBy: String
    $interval: ProportionInterval
    $days: Int
    $snapshot: ID
  ) {
    confirmedResponse(
      study: $study
      cohort: $cohort
      groupBy: $groupBy
      interval: $interval
      days: $days
      snapshot: $snapshot
    ) {
      ...ConfirmedResponseSaid
      groupBy
      recipe
      dataVersion
      n
      ungrouped
      days
      plannedDays
      rows {
        ...BothResponsesParts
      }
      total {
        ...BothResponsesParts
      }
    }
  }

  fragment BothResponsesParts on ConfirmedCounts {
    value
    lost
    unconfirmed {
      ...BestResponseParts
    }
    confirmed {
      ...BestResponseParts
    }
  }

  fragment BestResponseParts on ResponseCounts {
    n
    cr
    pr
    sd
    pd
    notEvaluable
    orr {
      numerator
      denominator
      value
      lower
      upper
      ...ProportionSaid
    }
    dcr {
      numerator
      denominator
      value
      lower
      upper
      ...ProportionSaid
    }
  }
`);
export type Confirmed = ConfirmedResponseQuery['confirmedResponse'];

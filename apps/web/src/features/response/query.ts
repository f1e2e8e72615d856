import { graphql } from '@/graphql/generated/index.ts';
import { type ConfirmedResponseQuery, type ResponseCourseQuery } from '@/graphql/generated/graphql.ts';

export const responseCourseQuery = graphql(`
  query ResponseCourse($study: String!, $cohort: CohortInput, $groupBy: String) {
    responseCourse(study: $study, cohort: $cohort, groupBy: $groupBy) {
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
  query ResponseCourseFiles($study: String!, $cohort: CohortInput, $groupBy: String, $check: Boolean = false) {
    responseCourse(study: $study, cohort: $cohort, groupBy: $groupBy) {
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
    $check: Boolean = false
  ) {
    confirmedResponse(study: $study, cohort: $cohort, groupBy: $groupBy, interval: $interval, days: $days) {
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
  ) {
    confirmedResponse(study: $study, cohort: $cohort, groupBy: $groupBy, interval: $interval, days: $days) {
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

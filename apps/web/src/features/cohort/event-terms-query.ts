import { graphql } from '@/graphql/generated/index.ts';

export const adverseEventsQuery = graphql(`
  query CohortAdverseEvents($study: String!, $cohort: CohortInput) {
    adverseEvents(study: $study, cohort: $cohort) {
      ...AdverseEventTableSaid
      arms {
        value
        n
      }
      rows {
        arm
        term
        grade
        n
      }
    }
  }
`);

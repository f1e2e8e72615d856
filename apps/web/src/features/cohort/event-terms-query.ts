import { graphql } from '@/graphql/generated/index.ts';

export const adverseEventsQuery = graphql(`
  query CohortAdverseEvents($study: String!, $cohort: CohortInput, $snapshot: ID) {
    adverseEvents(study: $study, cohort: $cohort, snapshot: $snapshot) {
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

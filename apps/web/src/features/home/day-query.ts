import { graphql } from '@/graphql/generated/index.ts';

/** What waits for whoever enters records: visits of their round, and questions that they answer. */
export const dayQuery = graphql(`
  query Day($study: String!) {
    dueItems(study: $study, first: 5) {
      rows {
        patientId
        code
        centre
        form
        visit
        dueOn
        opensOn
        closesOn
        state
        overdueBy
        missed
        cursor
      }
      total
      counts {
        overdue
        due
        coming
      }
    }
    dataQueryCounts(study: $study) {
      open
    }
  }
`);

/** What waits for whoever asks about records and compares them with their sources. */
export const reviewWorkQuery = graphql(`
  query ReviewWork($study: String!) {
    dataQueryCounts(study: $study) {
      open
      answered
    }
    verifiedShares(study: $study) {
      records
      verified
    }
  }
`);

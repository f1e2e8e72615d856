import { graphql } from '@/graphql/generated/index.ts';

export const followUpQuery = graphql(`
  query FollowUpCompleteness($study: String!, $centres: [String!]) {
    followUpCompleteness(study: $study, centres: $centres) {
      until
      n
      died
      reached
      short
      c
      ...FollowUpSaid
      rows {
        patientId
        code
        centre
        lastContactOn
        lacksDays
        isStopped
      }
    }
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

export const dataQueryCountsQuery = graphql(`
  query DataQueryCounts($study: String!) {
    dataQueryCounts(study: $study) {
      open
      answered
      closed
    }
  }
`);

export const verifiedSharesQuery = graphql(`
  query VerifiedShares($study: String!) {
    verifiedShares(study: $study) {
      centre
      form
      records
      verified
    }
  }
`);

import { type CentreReviewsQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const centreReviewsQuery = graphql(`
  query CentreReviews($study: String!) {
    centreReviews(study: $study) {
      centre
      patients
      records
      incomplete
      queries
      differences
      verified
      locked
      signed
      holds {
        id
        kind
        reason
        setAt
        setBy
      }
    }
  }
`);

export const holdCentresMutation = graphql(`
  mutation HoldCentres($study: String!, $centres: [String!]!, $kind: HoldKind!, $reason: String!) {
    holdCentres(study: $study, centres: $centres, kind: $kind, reason: $reason) {
      id
    }
  }
`);

export const liftCentresMutation = graphql(`
  mutation LiftCentres($study: String!, $centres: [String!]!, $kind: HoldKind!, $reason: String!) {
    liftCentres(study: $study, centres: $centres, kind: $kind, reason: $reason)
  }
`);

export type CentreReview = CentreReviewsQuery['centreReviews'][number];

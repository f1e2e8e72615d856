import { graphql } from '@/graphql/generated/index.ts';
import { type PublishedResponseQuery } from '@/graphql/generated/graphql.ts';

export const publishedResponseQuery = graphql(`
  query PublishedResponse($study: String!) {
    publishedResponse(study: $study) {
      version
      updatedAt
      updatedBy
      source
      rates {
        rate
        arm
        patients
        of
      }
      claimed {
        rate
        arm
        paper
      }
    }
  }
`);

export const setPublishedResponseMutation = graphql(`
  mutation SetPublishedResponse($study: String!, $version: Int!, $source: String!, $rates: [PublishedRateInput!]!) {
    setPublishedResponse(study: $study, version: $version, source: $source, rates: $rates) {
      version
    }
  }
`);

export type StoredPublished = PublishedResponseQuery['publishedResponse'];

import { graphql } from '@/graphql/generated/index.ts';

export const myAccessTokensQuery = graphql(`
  query MyAccessTokens {
    myAccessTokens {
      id
      name
      beginning
      scopes
      study
      createdAt
      expiresAt
      lastUsedAt
    }
  }
`);

export const makeAccessTokenMutation = graphql(`
  mutation MakeAccessToken($name: String!, $scopes: [String!]!, $study: String, $days: Int!) {
    makeAccessToken(name: $name, scopes: $scopes, study: $study, days: $days) {
      token
      accessToken {
        id
      }
    }
  }
`);

export const endAccessTokenMutation = graphql(`
  mutation EndAccessToken($id: ID!) {
    endAccessToken(id: $id)
  }
`);

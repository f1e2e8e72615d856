import { type SnapshotDifferenceQuery } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export const makeSnapshotMutation = graphql(`
  mutation MakeSnapshot($study: String!, $name: String!, $reason: String!) {
    makeSnapshot(study: $study, name: $name, reason: $reason) {
      id
      name
    }
  }
`);

export const checkSnapshotQuery = graphql(`
  query CheckSnapshot($study: String!, $id: ID!) {
    checkSnapshot(study: $study, id: $id) {
      id
      isSound
      sha256
      recomputed
      damaged
    }
  }
`);

export const snapshotDifferenceQuery = graphql(`
  query SnapshotDifference($study: String!, $from: ID!, $to: ID) {
    snapshotDifference(study: $study, from: $from, to: $to) {
      entered
      removed
      changed
      settings {
        field
        before
        after
      }
      patients {
        centre
        code
        change
        values {
          field
          before
          after
        }
      }
    }
  }
`);

export type Difference = SnapshotDifferenceQuery['snapshotDifference'];

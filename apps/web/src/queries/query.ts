import { graphql } from '@/graphql/generated/index.ts';
import { type DataQueryPartsFragment } from '@/graphql/generated/graphql.ts';

export type DataQuery = DataQueryPartsFragment;

export const dataQueryParts = graphql(`
  fragment DataQueryParts on DataQuery {
    id
    centre
    patientId
    patientCode
    form
    recordId
    field
    state
    raisedAt
    raisedBy
    version
    updatedAt
    messages {
      id
      kind
      text
      saidBy
      saidAt
    }
  }
`);

export const dataQueriesQuery = graphql(`
  query DataQueries($study: String!, $filter: DataQueryFilter, $first: Int!, $after: ID) {
    dataQueries(study: $study, filter: $filter, first: $first, after: $after) {
      ...DataQueryParts
    }
  }
`);

export const raiseMutation = graphql(`
  mutation RaiseDataQueries(
    $study: String!
    $subjects: [DataQuerySubject!]!
    $form: String!
    $field: String
    $text: String!
  ) {
    raiseDataQueries(study: $study, subjects: $subjects, form: $form, field: $field, text: $text) {
      ...DataQueryParts
    }
  }
`);

export const moveMutation = graphql(`
  mutation MoveDataQuery($id: ID!, $version: Int!, $move: QueryMove!, $text: String!) {
    moveDataQuery(id: $id, version: $version, move: $move, text: $text) {
      ...DataQueryParts
    }
  }
`);

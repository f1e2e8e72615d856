import { graphql } from '@/graphql/generated/index.ts';

export const patientsToAskQuery = graphql(`
  query PatientsToAsk($study: String!, $cohort: CohortInput, $due: [String!], $after: String) {
    patients(study: $study, cohort: $cohort, due: $due, first: 100, after: $after) {
      rows {
        id
      }
      total
      nextCursor
    }
  }
`);

export const querySubjectsQuery = graphql(`
  query QuerySubjects(
    $study: String!
    $patientIds: [ID!]!
    $codes: [String!]!
    $form: String!
    $field: String
    $eachRecord: Boolean!
  ) {
    querySubjects(
      study: $study
      patientIds: $patientIds
      codes: $codes
      form: $form
      field: $field
      eachRecord: $eachRecord
    ) {
      subjects {
        patientId
        patientCode
        centre
        recordId
        isLocked
        waiting
      }
      unknownCodes
      isCut
    }
  }
`);

export const askManyMutation = graphql(`
  mutation AskMany($study: String!, $subjects: [DataQuerySubject!]!, $form: String!, $field: String, $text: String!) {
    raiseDataQueries(study: $study, subjects: $subjects, form: $form, field: $field, text: $text) {
      id
    }
  }
`);

export const moveManyMutation = graphql(`
  mutation MoveDataQueries($queries: [DataQueryVersion!]!, $move: QueryMove!, $text: String!) {
    moveDataQueries(queries: $queries, move: $move, text: $text) {
      ...DataQueryParts
    }
  }
`);

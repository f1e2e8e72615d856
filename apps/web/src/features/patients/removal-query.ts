import { graphql } from '@/graphql/generated/index.ts';

export const removedRecordsQuery = graphql(`
  query RemovedRecords($patientId: ID!) {
    removedRecords(patientId: $patientId) {
      id
      form
      version
      values
      removedAt
      removedBy
      reason
    }
  }
`);

export const gonePatientsQuery = graphql(`
  query GonePatients($study: String!) {
    removedPatients(study: $study) {
      id
      code
      removedAt
      removedBy
      reason
      mergedInto
    }
  }
`);

export const removeRecordMutation = graphql(`
  mutation RemoveRecord($patientId: ID!, $form: String!, $id: ID!, $version: Int!, $reason: String!) {
    removeRecord(patientId: $patientId, form: $form, id: $id, version: $version, reason: $reason)
  }
`);

export const restoreRecordMutation = graphql(`
  mutation RestoreRecord($patientId: ID!, $id: ID!, $reason: String!) {
    restoreRecord(patientId: $patientId, id: $id, reason: $reason)
  }
`);

export const removePatientMutation = graphql(`
  mutation RemovePatient($id: ID!, $version: Int!, $reason: String!) {
    removePatient(id: $id, version: $version, reason: $reason)
  }
`);

export const correctCodeMutation = graphql(`
  mutation CorrectPatientCode($id: ID!, $version: Int!, $code: String!, $reason: String!) {
    correctPatientCode(id: $id, version: $version, code: $code, reason: $reason)
  }
`);

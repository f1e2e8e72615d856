import { graphql } from '@/graphql/generated/index.ts';

export const patientVerificationsQuery = graphql(`
  query PatientVerifications($patientId: ID!) {
    patientVerifications(patientId: $patientId) {
      id
      recordId
      field
      verified
      verifiedAt
      verifiedBy
      revertedFields
      revertedAt
      revertedBy
    }
  }
`);

export const verifyMutation = graphql(`
  mutation VerifyRecord($patientId: ID!, $form: String!, $recordId: ID!, $field: String, $version: Int!) {
    verifyRecord(patientId: $patientId, form: $form, recordId: $recordId, field: $field, version: $version) {
      id
    }
  }
`);

export const takeBackMutation = graphql(`
  mutation TakeBackVerification($id: ID!) {
    takeBackVerification(id: $id)
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

export const patientReviewQuery = graphql(`
  query PatientReview($patientId: ID!) {
    patientReview(patientId: $patientId) {
      holds {
        id
        patientId
        recordId
        kind
        reason
        setAt
        setBy
      }
      signatures {
        id
        recordId
        meaning
        recordVersion
        sha256
        signedAt
        signedBy
        voidedAt
        voidedBy
        voidReason
      }
    }
  }
`);

export const holdMutation = graphql(`
  mutation HoldRecords($patientId: ID!, $form: String, $recordId: ID, $kind: HoldKind!, $reason: String!) {
    holdRecords(patientId: $patientId, form: $form, recordId: $recordId, kind: $kind, reason: $reason) {
      id
    }
  }
`);

export const liftMutation = graphql(`
  mutation LiftHold($id: ID!, $reason: String!) {
    liftHold(id: $id, reason: $reason)
  }
`);

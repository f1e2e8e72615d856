import { graphql } from '@/graphql/generated/index.ts';

export const auditQuery = graphql(`
  query PatientAudit($study: String!, $patientId: ID!, $first: Int!) {
    auditEntries(study: $study, patientId: $patientId, first: $first) {
      id
      at
      by
      action
      form
      recordId
      reason
      changes {
        field
        oldValue
        newValue
      }
    }
  }
`);

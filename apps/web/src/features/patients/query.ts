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
        oldName
        newName
      }
    }
  }
`);

export const recordAuditQuery = graphql(`
  query RecordAudit($study: String!, $patientId: ID!, $recordId: ID!) {
    auditEntries(study: $study, patientId: $patientId, first: 200, filter: { recordId: $recordId }) {
      id
      at
      by
      action
      reason
      changes {
        field
        oldValue
        newValue
      }
    }
  }
`);

export const acceptedReadingsQuery = graphql(`
  query AcceptedReadings($patientId: ID!) {
    acceptedReadings(patientId: $patientId) {
      id
      isAdjudicated
      acceptedAt
      isStored
      fault
      derived {
        best
        bestDay
        progressionDay
        ...DerivedReadingSaid
        visits {
          day
          overall
          ...DerivedVisitSaid
        }
      }
    }
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

export const auditPageQuery = graphql(`
  query AuditPage($study: String, $filter: AuditFilter!, $first: Int!, $after: ID) {
    auditEntries(study: $study, filter: $filter, first: $first, after: $after) {
      id
      sequence
      at
      by
      byId
      action
      form
      patientId
      patientCode
      centre
      reason
      changes {
        field
        oldValue
        newValue
        oldName
        newName
      }
      details {
        name
        value
        valueName
      }
    }
    auditCount(study: $study, filter: $filter) {
      n
      isMore
    }
  }
`);

export const auditAboutQuery = graphql(`
  query AuditAbout($study: String) {
    auditPeople(study: $study) {
      id
      name
    }
    auditChain(study: $study) {
      sealed
      unsealed
      hash
      head {
        at
        sequence
        agrees
      }
      verified {
        at
        sequence
        fault
      }
    }
  }
`);

import { type ShowIdentityMutation } from '@/graphql/generated/graphql.ts';
import { graphql } from '@/graphql/generated/index.ts';

export type Shown = ShowIdentityMutation['showIdentity'];

export const showIdentityMutation = graphql(`
  mutation ShowIdentity($patientId: ID!) {
    showIdentity(patientId: $patientId) {
      identity {
        id
        version
        updatedAt
        updatedBy
        fullName
        hospitalNumber
        nationalId
        dateOfBirth
        telephone
      }
      history {
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
  }
`);

export const saveIdentityMutation = graphql(`
  mutation SaveIdentity($patientId: ID!, $version: Int, $values: PatientIdentityInput!, $reason: String) {
    saveIdentity(patientId: $patientId, version: $version, values: $values, reason: $reason) {
      id
      version
    }
  }
`);

export const removeIdentityMutation = graphql(`
  mutation RemoveIdentity($patientId: ID!, $version: Int!, $reason: String!) {
    removeIdentity(patientId: $patientId, version: $version, reason: $reason)
  }
`);

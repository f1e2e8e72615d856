import { graphql } from '@/graphql/generated/index.ts';

export const patientToKeepQuery = graphql(`
  query PatientToKeep($id: ID!) {
    patient(id: $id) {
      id
      code
      centre
      study
      writable
    }
  }
`);

export const patientsToMergeQuery = graphql(`
  query PatientsToMerge($study: String!, $centre: String!, $code: String!) {
    patients(study: $study, cohort: { centres: [$centre], code: $code }, first: 20) {
      rows {
        id
        code
        arm
        ageYears
        sex
      }
      total
    }
  }
`);

export const patientMergeQuery = graphql(`
  query PatientMerge($keptId: ID!, $otherId: ID!) {
    patientMerge(keptId: $keptId, otherId: $otherId) {
      kept {
        id
        code
        isIdentified
      }
      other {
        id
        code
        isIdentified
      }
      moves {
        id
        form
        values
      }
      pairs {
        form
        recordId
        otherId
        kept
        other
        differing
      }
      obstacles {
        code
        form
        recordId
        en
        zh
      }
      queries
      state
    }
  }
`);

export const mergePatientsMutation = graphql(`
  mutation MergePatients(
    $keptId: ID!
    $otherId: ID!
    $state: String!
    $choices: [MergeChoiceInput!]!
    $identity: [IdentityChoiceInput!]!
    $reason: String!
  ) {
    mergePatients(
      keptId: $keptId
      otherId: $otherId
      state: $state
      choices: $choices
      identity: $identity
      reason: $reason
    )
  }
`);

export const identityToMergeMutation = graphql(`
  mutation IdentityToMerge($patientId: ID!) {
    showIdentity(patientId: $patientId) {
      identity {
        id
        fullName
        hospitalNumber
        nationalId
        dateOfBirth
        telephone
      }
    }
  }
`);

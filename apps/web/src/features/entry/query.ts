import { graphql } from '@/graphql/generated/index.ts';

export const entryPatientsQuery = graphql(`
  query EntryPatients(
    $study: String!
    $centres: [String!]!
    $code: String
    $due: [String!]
    $unverified: Boolean!
    $first: Int!
    $after: String
  ) {
    patients(
      study: $study
      cohort: { centres: $centres, code: $code }
      due: $due
      unverified: $unverified
      first: $first
      after: $after
      columns: ["eligibility"]
    ) {
      rows {
        id
        code
        centre
        arm
        values
      }
      recordCounts {
        patientId
        form
        n
        filled
        asked
        queried
        verified
        frozen
        locked
        signed
      }
      total
      nextCursor
    }
  }
`);

export const createPatientMutation = graphql(`
  mutation CreatePatient($study: String!, $centre: String!, $code: String!, $demographics: DemographicsInput!) {
    createPatient(study: $study, centre: $centre, code: $code, demographics: $demographics) {
      id
      code
    }
  }
`);

export const removedPatientsQuery = graphql(`
  query RemovedPatients($study: String!) {
    removedPatients(study: $study) {
      id
      code
      centre
      records
      removedAt
      removedBy
      reason
      mergedInto
    }
  }
`);

export const restorePatientMutation = graphql(`
  mutation RestorePatient($id: ID!, $reason: String!) {
    restorePatient(id: $id, reason: $reason)
  }
`);
export const findByHospitalNumberMutation = graphql(`
  mutation FindByHospitalNumber($study: String!, $hospitalNumber: String!) {
    findByHospitalNumber(study: $study, hospitalNumber: $hospitalNumber) {
      id
      code
      centre
    }
  }
`);

export const stagingDifferencesQuery = graphql(`
  query StagingDifferences($study: String!) {
    stagingDifferences(study: $study) {
      compared
      patients
      rows {
        patientId
        code
        centre
        field
        entered
        ...StagingDifferenceSaid
      }
    }
  }
`);

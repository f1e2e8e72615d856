import { graphql } from '@/graphql/generated/index.ts';

export const treatmentDifferencesQuery = graphql(`
  query PatientTreatmentDifferences($study: String!, $patientId: ID!) {
    treatmentDifferences(study: $study, patientId: $patientId) {
      rows {
        field
        recorded
        given
      }
    }
  }
`);

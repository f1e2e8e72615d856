import { graphql } from '@/graphql/generated/index.ts';

export const studyTreatmentQuery = graphql(`
  query StudyTreatmentDifferences($study: String!) {
    treatmentDifferences(study: $study) {
      compared
      patients
      rows {
        patientId
        code
      }
    }
  }
`);

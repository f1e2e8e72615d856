import { graphql } from '@/graphql/generated/index.ts';

export const finderPatientsQuery = graphql(`
  query FinderPatients($study: String!, $code: String!) {
    patients(study: $study, cohort: { code: $code }, first: 30) {
      rows {
        id
        code
        centre
      }
    }
  }
`);

export const finderMergedQuery = graphql(`
  query FinderMerged($study: String!) {
    removedPatients(study: $study) {
      id
      code
      mergedInto
    }
  }
`);

export const finderSlidesQuery = graphql(`
  query FinderSlides($study: String!) {
    slides(study: $study, withFile: false) {
      id
      barcode
      patientCode
    }
  }
`);

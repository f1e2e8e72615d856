import { graphql } from '@/graphql/generated/index.ts';

export const slidesQuery = graphql(`
  query Slides($study: String!, $withFile: Boolean!) {
    slides(study: $study, withFile: $withFile) {
      id
      barcode
      patientId
      patientCode
      centre
      stain
      evaluationSet
      bestResponse
      arm
      file {
        sha256
        synthetic
        widthPx
        heightPx
      }
      inferences {
        ...RunMark
        ...RunScore
      }
    }
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

/** Every registered slide, to find the one a file belongs to. */
export const uploadSlidesQuery = graphql(`
  query UploadSlides($study: String!) {
    slides(study: $study, withFile: false) {
      id
      barcode
      patientCode
      centre
      file {
        sha256
      }
    }
  }
`);

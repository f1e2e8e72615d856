import { graphql } from '@/graphql/generated/index.ts';

export const filmstripQuery = graphql(`
  query Filmstrip($study: String!) {
    slides(study: $study, withFile: true) {
      id
      barcode
      patientId
    }
  }
`);

/** Thousands of coordinates: requested for one run at a time, when its overlay may be shown. */
export const patchMapQuery = graphql(`
  query PatchMap($id: ID!) {
    inference(id: $id) {
      id
      patchMap {
        sizePx
        x
        y
        reason
      }
    }
  }
`);

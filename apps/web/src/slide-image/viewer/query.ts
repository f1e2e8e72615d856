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

/** What a run has judged since; in parts, because it is asked for several times a second. */
export const judgedPatchesQuery = graphql(`
  query JudgedPatches($inferenceId: ID!, $attempt: Int!, $after: Int!) {
    judgedPatches(inferenceId: $inferenceId, attempt: $attempt, after: $after) {
      attempt
      last
      grid {
        sizePx
        x
        y
        reason
      }
      place
      reason
    }
  }
`);

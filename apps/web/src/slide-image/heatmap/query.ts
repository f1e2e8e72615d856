import { graphql } from '@/graphql/generated/index.ts';

/** An explanation with everything that a page may show of it; the same fields come with every progress event. */
export const sensitivityFields = graphql(`
  fragment SensitivityFields on PatchSensitivity {
    ...RunState
    inferenceId
    modelId
    modelSha256
    weights
    positiveClass
    classes
    prps
    blockPatches
    blockCount
    scale
    providerRan
    bagReused
    seconds
    ...PatchSensitivitySaid
  }
`);

export const sensitivityOfRunQuery = graphql(`
  query SensitivityOfRun($id: ID!) {
    inference(id: $id) {
      id
      patchSensitivity {
        ...SensitivityFields
      }
    }
  }
`);

/** Thousands of values: requested only once the explanation is made. */
export const sensitivityMapQuery = graphql(`
  query SensitivityMap($id: ID!) {
    patchSensitivity(id: $id) {
      id
      map {
        sizePx
        x
        y
        block
        value
      }
    }
  }
`);

/** Likewise requested only for a run whose head has an attention. */
export const attentionQuery = graphql(`
  query Attention($id: ID!) {
    inference(id: $id) {
      id
      patchAttention {
        sizePx
        x
        y
        relative
        percentile
      }
    }
  }
`);

export const explainRunMutation = graphql(`
  mutation ExplainRun($inferenceId: ID!) {
    explainRun(inferenceId: $inferenceId) {
      ...SensitivityFields
    }
  }
`);

export const cancelSensitivityMutation = graphql(`
  mutation CancelSensitivity($id: ID!) {
    cancelPatchSensitivity(id: $id) {
      ...SensitivityFields
    }
  }
`);

export const sensitivityProgressSubscription = graphql(`
  subscription SensitivityProgress($id: ID!) {
    patchSensitivityProgress(id: $id) {
      ...SensitivityFields
    }
  }
`);

import { graphql } from '@/graphql/generated/index.ts';

/** The state of a run of any kind, for lists. */
export const runMark = graphql(`
  fragment RunMark on Run {
    id
    status
    stage
    done
    total
    queuedAt
  }
`);

/** Everything that runs of all kinds have in common; the same fields come with every progress event. */
export const runState = graphql(`
  fragment RunState on Run {
    ...RunMark
    attempts
    errorCode
    errorMessage
    startedAt
    finishedAt
    requestedBy
  }
`);

/** The result of a run on a slide. */
export const runScore = graphql(`
  fragment RunScore on Inference {
    id
    prps
    threshold
    predictedClass
    weights
    ...InferenceSaid
  }
`);

/** A run on a slide with everything that its page shows. */
export const runFields = graphql(`
  fragment RunFields on Inference {
    ...RunState
    ...RunScore
    slideId
    modelId
    modelSha256
    modelVersion {
      id
      line
      version
      status
      precision
    }
    providerAsked
    providerRan
    patchesFound
    patchesKept
    patchesDropped {
      reason
      count
    }
    roi
    rois {
      id
      version
      name
    }
    bagReused
    secondsTotal
    secondsSession
  }
`);

export const slideModelsQuery = graphql(`
  query SlideModels {
    models {
      id
      name
      sha256
      line
      version
      status
      weights
      positiveClass
      classes
      threshold
      thresholdProvenance
      patchPx
      patchMicronsPerPixel
      usable
      refusal
    }
  }
`);

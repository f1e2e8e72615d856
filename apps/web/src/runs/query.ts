import { graphql } from '@/graphql/generated/index.ts';

/** A run with everything a page may show of it; the same fields come with every progress event. */
export const runFields = graphql(`
  fragment RunFields on Inference {
    id
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
    weights
    status
    stage
    done
    total
    providerAsked
    providerRan
    prps
    threshold
    predictedClass
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
    attempts
    warnings
    errorCode
    errorMessage
    queuedAt
    startedAt
    finishedAt
    requestedBy
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

import { graphql } from '@/graphql/generated/index.ts';

export const registryQuery = graphql(`
  query Registry {
    mayDecideOnModels
    modelVersions {
      id
      line
      version
      modelId
      status
      modelSha256
      manifestSha256
      weights
      origin
      classes
      positiveClass
      threshold
      thresholdProvenance
      patchPx
      patchMicronsPerPixel
      inputSize
      cropsPerPatch
      bagSize
      bagChannels
      bagLayout
      bagMaxRows
      hasAttention
      logitCount
      bagOrder
      graphs {
        role
        file
        sha256
        weights
        precision
        provenance
        licence
        input
        outputs
      }
      convertedFrom {
        modelId
        agreement {
          slides
          patches
          provider
          featureError
          meanScoreDifference
          largestScoreDifference
          classesChanged
          largestAllowed
        }
      }
      trainedOn {
        snapshotId
        n
        centres
      }
      evaluations {
        set
        n
        nPositive
        auc
        aucLower
        aucUpper
        threshold
        sensitivity
        sensitivityLower
        sensitivityUpper
        specificity
        specificityLower
        specificityUpper
      }
      note
      registeredAt
      registeredBy
      outcomesAreOpen
      refusal
    }
    modelEvents {
      id
      at
      by
      action
      line
      versionId
      version
      previousVersion
      reason
    }
    models {
      id
      versionId
      sha256
      refusal
    }
  }
`);

export const activateModelMutation = graphql(`
  mutation ActivateModel($id: ID!, $reason: String!) {
    activateModel(id: $id, reason: $reason) {
      id
      status
    }
  }
`);

export const retireModelMutation = graphql(`
  mutation RetireModel($id: ID!, $reason: String!) {
    retireModel(id: $id, reason: $reason) {
      id
      status
    }
  }
`);

export const rollbackModelMutation = graphql(`
  mutation RollbackModel($line: String!, $reason: String!) {
    rollbackModel(line: $line, reason: $reason) {
      id
      status
    }
  }
`);

export const registerModelMutation = graphql(`
  mutation RegisterModel($modelId: String!, $reason: String!) {
    registerModel(modelId: $modelId, reason: $reason) {
      id
      status
    }
  }
`);

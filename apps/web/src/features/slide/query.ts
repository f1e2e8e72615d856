import { graphql } from '@/graphql/generated/index.ts';

export const slideQuery = graphql(`
  query Slide($id: ID!) {
    slide(id: $id) {
      id
      barcode
      patientId
      patientCode
      centre
      study
      stain
      evaluationSet
      bestResponse
      arm
      file {
        sha256
        sentSha256
        bytes
        widthPx
        heightPx
        micronsPerPixel
        statedMicronsPerPixel
        unequalMicronsX
        unequalMicronsY
        statedBy
        statedAt
        objectivePower
        colourProfile
        vendor
        associatedImages
        synthetic
        tileSize
        overlap
        maxLevel
      }
      importedScores {
        id
        modelName
        score
      }
      rois {
        ...RoiFields
      }
      inferences {
        ...RunFields
      }
    }
  }
`);

export const runInferenceMutation = graphql(`
  mutation RunInference($slideId: ID!, $modelId: ID!, $provider: Provider!, $roiIds: [ID!]!) {
    runInference(slideId: $slideId, modelId: $modelId, provider: $provider, roiIds: $roiIds) {
      ...RunFields
    }
  }
`);

export const stateScaleMutation = graphql(`
  mutation StateMicronsPerPixel($slideId: ID!, $value: Float!) {
    stateMicronsPerPixel(slideId: $slideId, value: $value) {
      id
      file {
        sha256
        micronsPerPixel
        statedMicronsPerPixel
        statedBy
        statedAt
      }
    }
  }
`);

export const cancelInferenceMutation = graphql(`
  mutation CancelInference($id: ID!) {
    cancelInference(id: $id) {
      ...RunFields
    }
  }
`);

export const inferenceProgressSubscription = graphql(`
  subscription InferenceProgress($id: ID!) {
    inferenceProgress(id: $id) {
      ...RunFields
    }
  }
`);

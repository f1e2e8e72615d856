/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type EvaluationSet = 'ENTIRE' | 'EXTERNAL' | 'INTERNAL' | 'TRAINING';

export type InferenceStatus = 'cancelled' | 'done' | 'failed' | 'queued' | 'running';

export type Provider = 'auto' | 'cpu' | 'cuda' | 'webgpu';

export type ScoreSourcesQueryVariables = Exact<{
  study: string;
}>;

export type ScoreSourcesQuery = {
  scoreSources: Array<{
    id: string;
    kind: string;
    modelName: string;
    weights: string;
    n: number;
    threshold: number;
    thresholdProvenance: string;
    synthetic: boolean;
  }>;
};

export type EvaluationQueryVariables = Exact<{
  study: string;
  source: string | number;
  set: EvaluationSet;
  threshold?: number | null | undefined;
}>;

export type EvaluationQuery = {
  evaluation: {
    set: EvaluationSet;
    n: number;
    nPositive: number;
    nNegative: number;
    positiveClass: string;
    negativeClass: string;
    direction: string;
    auc: number | null;
    aucLower: number | null;
    aucUpper: number | null;
    aucMethod: string;
    thresholds: Array<number | null>;
    sensitivity: Array<number>;
    specificity: Array<number>;
    threshold: number;
    warnings: Array<string>;
    youden: Array<{ threshold: number; sensitivity: number; specificity: number }>;
    confusion: {
      truePositive: number;
      falsePositive: number;
      falseNegative: number;
      trueNegative: number;
      metrics: Array<{
        name: string;
        value: number | null;
        lower: number | null;
        upper: number | null;
        numerator: number | null;
        denominator: number | null;
        method: string;
      }>;
    };
    cases: Array<{
      patientId: string;
      patientCode: string;
      score: number;
      positive: boolean;
      bestResponse: string;
      slideId: string | null;
      set: string | null;
    }>;
  };
};

export type ModelsQueryVariables = Exact<{ [key: string]: never }>;

export type ModelsQuery = {
  models: Array<{
    id: string;
    name: string;
    sha256: string;
    weights: string;
    positiveClass: string;
    classes: Array<string>;
    threshold: number;
    thresholdProvenance: string;
    provenance: string;
    patchPx: number;
    patchMicronsPerPixel: number;
    usable: boolean;
    refusal: string | null;
  }>;
};

export type SlidesQueryVariables = Exact<{
  study: string;
  withFile: boolean;
}>;

export type SlidesQuery = {
  slides: Array<{
    id: string;
    barcode: string;
    patientId: string;
    patientCode: string;
    centre: string;
    stain: string | null;
    evaluationSet: string | null;
    bestResponse: string | null;
    arm: string | null;
    file: { sha256: string; synthetic: boolean; widthPx: number; heightPx: number } | null;
    inferences: Array<{
      id: string;
      status: InferenceStatus;
      stage: string | null;
      done: number | null;
      total: number | null;
      prps: number | null;
      threshold: number | null;
      predictedClass: string | null;
      weights: string | null;
      queuedAt: string;
    }>;
  }>;
};

export type RunFieldsFragment = {
  id: string;
  slideId: string;
  modelId: string;
  modelSha256: string | null;
  weights: string | null;
  status: InferenceStatus;
  stage: string | null;
  done: number | null;
  total: number | null;
  providerAsked: Provider;
  providerRan: string | null;
  prps: number | null;
  threshold: number | null;
  predictedClass: string | null;
  patchesFound: number | null;
  patchesKept: number | null;
  roi: string | null;
  bagReused: boolean | null;
  secondsTotal: number | null;
  secondsSession: number | null;
  attempts: number;
  warnings: Array<string>;
  errorCode: string | null;
  errorMessage: string | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  requestedBy: string;
  patchesDropped: Array<{ reason: string; count: number }>;
  patchMap: { sizePx: number; x: Array<number>; y: Array<number>; reason: Array<string | null> } | null;
};

export type SlideQueryVariables = Exact<{
  id: string | number;
}>;

export type SlideQuery = {
  slide: {
    id: string;
    barcode: string;
    patientId: string;
    patientCode: string;
    centre: string;
    study: string;
    stain: string | null;
    evaluationSet: string | null;
    bestResponse: string | null;
    arm: string | null;
    file: {
      sha256: string;
      bytes: number;
      widthPx: number;
      heightPx: number;
      micronsPerPixel: number | null;
      objectivePower: number | null;
      vendor: string;
      synthetic: boolean;
      tileSize: number;
      overlap: number;
      maxLevel: number;
    } | null;
    importedScores: Array<{ id: string; modelName: string; score: number }>;
    inferences: Array<{
      id: string;
      slideId: string;
      modelId: string;
      modelSha256: string | null;
      weights: string | null;
      status: InferenceStatus;
      stage: string | null;
      done: number | null;
      total: number | null;
      providerAsked: Provider;
      providerRan: string | null;
      prps: number | null;
      threshold: number | null;
      predictedClass: string | null;
      patchesFound: number | null;
      patchesKept: number | null;
      roi: string | null;
      bagReused: boolean | null;
      secondsTotal: number | null;
      secondsSession: number | null;
      attempts: number;
      warnings: Array<string>;
      errorCode: string | null;
      errorMessage: string | null;
      queuedAt: string;
      startedAt: string | null;
      finishedAt: string | null;
      requestedBy: string;
      patchesDropped: Array<{ reason: string; count: number }>;
      patchMap: { sizePx: number; x: Array<number>; y: Array<number>; reason: Array<string | null> } | null;
    }>;
  };
};

export type SlideModelsQueryVariables = Exact<{ [key: string]: never }>;

export type SlideModelsQuery = {
  models: Array<{
    id: string;
    name: string;
    sha256: string;
    weights: string;
    positiveClass: string;
    classes: Array<string>;
    threshold: number;
    thresholdProvenance: string;
    patchPx: number;
    patchMicronsPerPixel: number;
    usable: boolean;
    refusal: string | null;
  }>;
};

export type RunInferenceMutationVariables = Exact<{
  slideId: string | number;
  modelId: string | number;
  provider: Provider;
}>;

export type RunInferenceMutation = {
  runInference: {
    id: string;
    slideId: string;
    modelId: string;
    modelSha256: string | null;
    weights: string | null;
    status: InferenceStatus;
    stage: string | null;
    done: number | null;
    total: number | null;
    providerAsked: Provider;
    providerRan: string | null;
    prps: number | null;
    threshold: number | null;
    predictedClass: string | null;
    patchesFound: number | null;
    patchesKept: number | null;
    roi: string | null;
    bagReused: boolean | null;
    secondsTotal: number | null;
    secondsSession: number | null;
    attempts: number;
    warnings: Array<string>;
    errorCode: string | null;
    errorMessage: string | null;
    queuedAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    requestedBy: string;
    patchesDropped: Array<{ reason: string; count: number }>;
    patchMap: { sizePx: number; x: Array<number>; y: Array<number>; reason: Array<string | null> } | null;
  };
};

export type CancelInferenceMutationVariables = Exact<{
  id: string | number;
}>;

export type CancelInferenceMutation = {
  cancelInference: {
    id: string;
    slideId: string;
    modelId: string;
    modelSha256: string | null;
    weights: string | null;
    status: InferenceStatus;
    stage: string | null;
    done: number | null;
    total: number | null;
    providerAsked: Provider;
    providerRan: string | null;
    prps: number | null;
    threshold: number | null;
    predictedClass: string | null;
    patchesFound: number | null;
    patchesKept: number | null;
    roi: string | null;
    bagReused: boolean | null;
    secondsTotal: number | null;
    secondsSession: number | null;
    attempts: number;
    warnings: Array<string>;
    errorCode: string | null;
    errorMessage: string | null;
    queuedAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    requestedBy: string;
    patchesDropped: Array<{ reason: string; count: number }>;
    patchMap: { sizePx: number; x: Array<number>; y: Array<number>; reason: Array<string | null> } | null;
  };
};

export type InferenceProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;

export type InferenceProgressSubscription = {
  inferenceProgress: {
    id: string;
    slideId: string;
    modelId: string;
    modelSha256: string | null;
    weights: string | null;
    status: InferenceStatus;
    stage: string | null;
    done: number | null;
    total: number | null;
    providerAsked: Provider;
    providerRan: string | null;
    prps: number | null;
    threshold: number | null;
    predictedClass: string | null;
    patchesFound: number | null;
    patchesKept: number | null;
    roi: string | null;
    bagReused: boolean | null;
    secondsTotal: number | null;
    secondsSession: number | null;
    attempts: number;
    warnings: Array<string>;
    errorCode: string | null;
    errorMessage: string | null;
    queuedAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    requestedBy: string;
    patchesDropped: Array<{ reason: string; count: number }>;
    patchMap: { sizePx: number; x: Array<number>; y: Array<number>; reason: Array<string | null> } | null;
  };
};

export type SlideScoreSourcesQueryVariables = Exact<{
  study: string;
}>;

export type SlideScoreSourcesQuery = {
  scoreSources: Array<{
    id: string;
    kind: string;
    modelName: string;
    weights: string;
    n: number;
    threshold: number;
    thresholdProvenance: string;
    synthetic: boolean;
  }>;
};

export type SlideEvaluationQueryVariables = Exact<{
  study: string;
  source: string | number;
  set: EvaluationSet;
}>;

export type SlideEvaluationQuery = {
  evaluation: {
    set: EvaluationSet;
    n: number;
    nPositive: number;
    nNegative: number;
    positiveClass: string;
    negativeClass: string;
    auc: number | null;
    aucLower: number | null;
    aucUpper: number | null;
    aucMethod: string;
    thresholds: Array<number | null>;
    sensitivity: Array<number>;
    specificity: Array<number>;
    threshold: number;
    warnings: Array<string>;
    confusion: {
      truePositive: number;
      falsePositive: number;
      falseNegative: number;
      trueNegative: number;
      metrics: Array<{ name: string; value: number | null; lower: number | null; upper: number | null }>;
    };
    cases: Array<{
      patientId: string;
      score: number;
      positive: boolean;
      bestResponse: string;
      slideId: string | null;
      set: string | null;
    }>;
  };
};

export type SessionQueryVariables = Exact<{ [key: string]: never }>;

export type SessionQuery = {
  viewer: {
    id: string;
    name: string;
    email: string;
    memberships: Array<{ study: string; role: string; centres: Array<string> }>;
  };
  studies: Array<{
    code: string;
    name: string;
    synthetic: boolean;
    monthDays: number;
    cutoffOn: string | null;
    patientCount: number;
    writableCentres: Array<string>;
    arms: Array<{ code: string; label: string }>;
    centres: Array<{ code: string; name: string }>;
    groupings: Array<{ variable: string; labelEn: string; labelZh: string }>;
  }>;
};

export const RunFieldsFragmentDoc = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunFields' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inference' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelSha256' } },
          { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'done' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerAsked' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerRan' } },
          { kind: 'Field', name: { kind: 'Name', value: 'prps' } },
          { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
          { kind: 'Field', name: { kind: 'Name', value: 'predictedClass' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesFound' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesKept' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchesDropped' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'count' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchMap' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'sizePx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'x' } },
                { kind: 'Field', name: { kind: 'Name', value: 'y' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'roi' } },
          { kind: 'Field', name: { kind: 'Name', value: 'bagReused' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsSession' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'queuedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'requestedBy' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RunFieldsFragment, unknown>;
export const ScoreSourcesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ScoreSources' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'scoreSources' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'study' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'modelName' } },
                { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
                { kind: 'Field', name: { kind: 'Name', value: 'n' } },
                { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                { kind: 'Field', name: { kind: 'Name', value: 'thresholdProvenance' } },
                { kind: 'Field', name: { kind: 'Name', value: 'synthetic' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ScoreSourcesQuery, ScoreSourcesQueryVariables>;
export const EvaluationDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Evaluation' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'source' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'set' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'EvaluationSet' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'threshold' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Float' } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'evaluation' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'study' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'source' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'source' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'set' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'set' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'threshold' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'threshold' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'set' } },
                { kind: 'Field', name: { kind: 'Name', value: 'n' } },
                { kind: 'Field', name: { kind: 'Name', value: 'nPositive' } },
                { kind: 'Field', name: { kind: 'Name', value: 'nNegative' } },
                { kind: 'Field', name: { kind: 'Name', value: 'positiveClass' } },
                { kind: 'Field', name: { kind: 'Name', value: 'negativeClass' } },
                { kind: 'Field', name: { kind: 'Name', value: 'direction' } },
                { kind: 'Field', name: { kind: 'Name', value: 'auc' } },
                { kind: 'Field', name: { kind: 'Name', value: 'aucLower' } },
                { kind: 'Field', name: { kind: 'Name', value: 'aucUpper' } },
                { kind: 'Field', name: { kind: 'Name', value: 'aucMethod' } },
                { kind: 'Field', name: { kind: 'Name', value: 'thresholds' } },
                { kind: 'Field', name: { kind: 'Name', value: 'sensitivity' } },
                { kind: 'Field', name: { kind: 'Name', value: 'specificity' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'youden' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'sensitivity' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'specificity' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'confusion' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'truePositive' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'falsePositive' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'falseNegative' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'trueNegative' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'metrics' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'value' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lower' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'upper' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'numerator' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'denominator' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'method' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'cases' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'patientId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'patientCode' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'score' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'positive' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'bestResponse' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'set' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<EvaluationQuery, EvaluationQueryVariables>;
export const ModelsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Models' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'models' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                { kind: 'Field', name: { kind: 'Name', value: 'sha256' } },
                { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
                { kind: 'Field', name: { kind: 'Name', value: 'positiveClass' } },
                { kind: 'Field', name: { kind: 'Name', value: 'classes' } },
                { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                { kind: 'Field', name: { kind: 'Name', value: 'thresholdProvenance' } },
                { kind: 'Field', name: { kind: 'Name', value: 'provenance' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patchPx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patchMicronsPerPixel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'usable' } },
                { kind: 'Field', name: { kind: 'Name', value: 'refusal' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ModelsQuery, ModelsQueryVariables>;
export const SlidesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Slides' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'withFile' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slides' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'study' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'withFile' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'withFile' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'barcode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patientId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patientCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'centre' } },
                { kind: 'Field', name: { kind: 'Name', value: 'stain' } },
                { kind: 'Field', name: { kind: 'Name', value: 'evaluationSet' } },
                { kind: 'Field', name: { kind: 'Name', value: 'bestResponse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'arm' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'file' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'sha256' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'synthetic' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'widthPx' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'heightPx' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'inferences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'done' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'total' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'prps' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'predictedClass' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'queuedAt' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SlidesQuery, SlidesQueryVariables>;
export const SlideDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Slide' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slide' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'barcode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patientId' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patientCode' } },
                { kind: 'Field', name: { kind: 'Name', value: 'centre' } },
                { kind: 'Field', name: { kind: 'Name', value: 'study' } },
                { kind: 'Field', name: { kind: 'Name', value: 'stain' } },
                { kind: 'Field', name: { kind: 'Name', value: 'evaluationSet' } },
                { kind: 'Field', name: { kind: 'Name', value: 'bestResponse' } },
                { kind: 'Field', name: { kind: 'Name', value: 'arm' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'file' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'sha256' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'bytes' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'widthPx' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'heightPx' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'micronsPerPixel' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'objectivePower' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'vendor' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'synthetic' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'tileSize' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'overlap' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'maxLevel' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'importedScores' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'modelName' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'score' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'inferences' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunFields' } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunFields' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inference' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelSha256' } },
          { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'done' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerAsked' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerRan' } },
          { kind: 'Field', name: { kind: 'Name', value: 'prps' } },
          { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
          { kind: 'Field', name: { kind: 'Name', value: 'predictedClass' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesFound' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesKept' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchesDropped' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'count' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchMap' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'sizePx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'x' } },
                { kind: 'Field', name: { kind: 'Name', value: 'y' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'roi' } },
          { kind: 'Field', name: { kind: 'Name', value: 'bagReused' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsSession' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'queuedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'requestedBy' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SlideQuery, SlideQueryVariables>;
export const SlideModelsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'SlideModels' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'models' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                { kind: 'Field', name: { kind: 'Name', value: 'sha256' } },
                { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
                { kind: 'Field', name: { kind: 'Name', value: 'positiveClass' } },
                { kind: 'Field', name: { kind: 'Name', value: 'classes' } },
                { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                { kind: 'Field', name: { kind: 'Name', value: 'thresholdProvenance' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patchPx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patchMicronsPerPixel' } },
                { kind: 'Field', name: { kind: 'Name', value: 'usable' } },
                { kind: 'Field', name: { kind: 'Name', value: 'refusal' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SlideModelsQuery, SlideModelsQueryVariables>;
export const RunInferenceDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'RunInference' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'slideId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'modelId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'provider' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Provider' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'runInference' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'slideId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'slideId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'modelId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'modelId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'provider' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'provider' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunFields' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunFields' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inference' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelSha256' } },
          { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'done' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerAsked' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerRan' } },
          { kind: 'Field', name: { kind: 'Name', value: 'prps' } },
          { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
          { kind: 'Field', name: { kind: 'Name', value: 'predictedClass' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesFound' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesKept' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchesDropped' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'count' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchMap' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'sizePx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'x' } },
                { kind: 'Field', name: { kind: 'Name', value: 'y' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'roi' } },
          { kind: 'Field', name: { kind: 'Name', value: 'bagReused' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsSession' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'queuedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'requestedBy' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<RunInferenceMutation, RunInferenceMutationVariables>;
export const CancelInferenceDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'CancelInference' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'cancelInference' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunFields' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunFields' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inference' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelSha256' } },
          { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'done' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerAsked' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerRan' } },
          { kind: 'Field', name: { kind: 'Name', value: 'prps' } },
          { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
          { kind: 'Field', name: { kind: 'Name', value: 'predictedClass' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesFound' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesKept' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchesDropped' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'count' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchMap' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'sizePx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'x' } },
                { kind: 'Field', name: { kind: 'Name', value: 'y' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'roi' } },
          { kind: 'Field', name: { kind: 'Name', value: 'bagReused' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsSession' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'queuedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'requestedBy' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<CancelInferenceMutation, CancelInferenceMutationVariables>;
export const InferenceProgressDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'InferenceProgress' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'inferenceProgress' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunFields' } }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunFields' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inference' } },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' } },
          { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelId' } },
          { kind: 'Field', name: { kind: 'Name', value: 'modelSha256' } },
          { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
          { kind: 'Field', name: { kind: 'Name', value: 'status' } },
          { kind: 'Field', name: { kind: 'Name', value: 'stage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'done' } },
          { kind: 'Field', name: { kind: 'Name', value: 'total' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerAsked' } },
          { kind: 'Field', name: { kind: 'Name', value: 'providerRan' } },
          { kind: 'Field', name: { kind: 'Name', value: 'prps' } },
          { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
          { kind: 'Field', name: { kind: 'Name', value: 'predictedClass' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesFound' } },
          { kind: 'Field', name: { kind: 'Name', value: 'patchesKept' } },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchesDropped' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
                { kind: 'Field', name: { kind: 'Name', value: 'count' } },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'patchMap' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'sizePx' } },
                { kind: 'Field', name: { kind: 'Name', value: 'x' } },
                { kind: 'Field', name: { kind: 'Name', value: 'y' } },
                { kind: 'Field', name: { kind: 'Name', value: 'reason' } },
              ],
            },
          },
          { kind: 'Field', name: { kind: 'Name', value: 'roi' } },
          { kind: 'Field', name: { kind: 'Name', value: 'bagReused' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsTotal' } },
          { kind: 'Field', name: { kind: 'Name', value: 'secondsSession' } },
          { kind: 'Field', name: { kind: 'Name', value: 'attempts' } },
          { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorCode' } },
          { kind: 'Field', name: { kind: 'Name', value: 'errorMessage' } },
          { kind: 'Field', name: { kind: 'Name', value: 'queuedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' } },
          { kind: 'Field', name: { kind: 'Name', value: 'requestedBy' } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<InferenceProgressSubscription, InferenceProgressSubscriptionVariables>;
export const SlideScoreSourcesDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'SlideScoreSources' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'scoreSources' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'study' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' } },
                { kind: 'Field', name: { kind: 'Name', value: 'modelName' } },
                { kind: 'Field', name: { kind: 'Name', value: 'weights' } },
                { kind: 'Field', name: { kind: 'Name', value: 'n' } },
                { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                { kind: 'Field', name: { kind: 'Name', value: 'thresholdProvenance' } },
                { kind: 'Field', name: { kind: 'Name', value: 'synthetic' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SlideScoreSourcesQuery, SlideScoreSourcesQueryVariables>;
export const SlideEvaluationDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'SlideEvaluation' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'source' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'set' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'EvaluationSet' } } },
        },
      ],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'evaluation' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'study' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'study' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'source' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'source' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'set' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'set' } },
              },
            ],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'set' } },
                { kind: 'Field', name: { kind: 'Name', value: 'n' } },
                { kind: 'Field', name: { kind: 'Name', value: 'nPositive' } },
                { kind: 'Field', name: { kind: 'Name', value: 'nNegative' } },
                { kind: 'Field', name: { kind: 'Name', value: 'positiveClass' } },
                { kind: 'Field', name: { kind: 'Name', value: 'negativeClass' } },
                { kind: 'Field', name: { kind: 'Name', value: 'auc' } },
                { kind: 'Field', name: { kind: 'Name', value: 'aucLower' } },
                { kind: 'Field', name: { kind: 'Name', value: 'aucUpper' } },
                { kind: 'Field', name: { kind: 'Name', value: 'aucMethod' } },
                { kind: 'Field', name: { kind: 'Name', value: 'thresholds' } },
                { kind: 'Field', name: { kind: 'Name', value: 'sensitivity' } },
                { kind: 'Field', name: { kind: 'Name', value: 'specificity' } },
                { kind: 'Field', name: { kind: 'Name', value: 'threshold' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'confusion' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'truePositive' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'falsePositive' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'falseNegative' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'trueNegative' } },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'metrics' },
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'value' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'lower' } },
                            { kind: 'Field', name: { kind: 'Name', value: 'upper' } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'cases' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'patientId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'score' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'positive' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'bestResponse' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'slideId' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'set' } },
                    ],
                  },
                },
                { kind: 'Field', name: { kind: 'Name', value: 'warnings' } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SlideEvaluationQuery, SlideEvaluationQueryVariables>;
export const SessionDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Session' },
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'viewer' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' } },
                { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                { kind: 'Field', name: { kind: 'Name', value: 'email' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'memberships' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'study' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'role' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'centres' } },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'studies' },
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                { kind: 'Field', name: { kind: 'Name', value: 'synthetic' } },
                { kind: 'Field', name: { kind: 'Name', value: 'monthDays' } },
                { kind: 'Field', name: { kind: 'Name', value: 'cutoffOn' } },
                { kind: 'Field', name: { kind: 'Name', value: 'patientCount' } },
                { kind: 'Field', name: { kind: 'Name', value: 'writableCentres' } },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'arms' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'label' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'centres' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'name' } },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'groupings' },
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'variable' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'labelEn' } },
                      { kind: 'Field', name: { kind: 'Name', value: 'labelZh' } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SessionQuery, SessionQueryVariables>;

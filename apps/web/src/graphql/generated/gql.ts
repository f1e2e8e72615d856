/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
  '\n  query ScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n': typeof types.ScoreSourcesDocument;
  '\n  query Evaluation($study: String!, $source: ID!, $set: EvaluationSet!, $threshold: Float) {\n    evaluation(study: $study, source: $source, set: $set, threshold: $threshold) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      direction\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      youden {\n        threshold\n        sensitivity\n        specificity\n      }\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n          numerator\n          denominator\n          method\n        }\n      }\n      cases {\n        patientId\n        patientCode\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n': typeof types.EvaluationDocument;
  '\n  query Models {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      provenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n': typeof types.ModelsDocument;
  '\n  query Slides($study: String!, $withFile: Boolean!) {\n    slides(study: $study, withFile: $withFile) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        synthetic\n        widthPx\n        heightPx\n      }\n      inferences {\n        id\n        status\n        stage\n        done\n        total\n        prps\n        threshold\n        predictedClass\n        weights\n        queuedAt\n      }\n    }\n  }\n': typeof types.SlidesDocument;
  '\n  fragment RunFields on Inference {\n    id\n    slideId\n    modelId\n    modelSha256\n    weights\n    status\n    stage\n    done\n    total\n    providerAsked\n    providerRan\n    prps\n    threshold\n    predictedClass\n    patchesFound\n    patchesKept\n    patchesDropped {\n      reason\n      count\n    }\n    patchMap {\n      sizePx\n      x\n      y\n      reason\n    }\n    roi\n    bagReused\n    secondsTotal\n    secondsSession\n    attempts\n    warnings\n    errorCode\n    errorMessage\n    queuedAt\n    startedAt\n    finishedAt\n    requestedBy\n  }\n': typeof types.RunFieldsFragmentDoc;
  '\n  query Slide($id: ID!) {\n    slide(id: $id) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      study\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        bytes\n        widthPx\n        heightPx\n        micronsPerPixel\n        objectivePower\n        vendor\n        synthetic\n        tileSize\n        overlap\n        maxLevel\n      }\n      importedScores {\n        id\n        modelName\n        score\n      }\n      inferences {\n        ...RunFields\n      }\n    }\n  }\n': typeof types.SlideDocument;
  '\n  query SlideModels {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n': typeof types.SlideModelsDocument;
  '\n  mutation RunInference($slideId: ID!, $modelId: ID!, $provider: Provider!) {\n    runInference(slideId: $slideId, modelId: $modelId, provider: $provider) {\n      ...RunFields\n    }\n  }\n': typeof types.RunInferenceDocument;
  '\n  mutation CancelInference($id: ID!) {\n    cancelInference(id: $id) {\n      ...RunFields\n    }\n  }\n': typeof types.CancelInferenceDocument;
  '\n  subscription InferenceProgress($id: ID!) {\n    inferenceProgress(id: $id) {\n      ...RunFields\n    }\n  }\n': typeof types.InferenceProgressDocument;
  '\n  query SlideScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n': typeof types.SlideScoreSourcesDocument;
  '\n  query SlideEvaluation($study: String!, $source: ID!, $set: EvaluationSet!) {\n    evaluation(study: $study, source: $source, set: $set) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n        }\n      }\n      cases {\n        patientId\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n': typeof types.SlideEvaluationDocument;
  '\n  query Session {\n    viewer {\n      id\n      name\n      email\n      memberships {\n        study\n        role\n        centres\n      }\n    }\n    studies {\n      code\n      name\n      synthetic\n      monthDays\n      cutoffOn\n      patientCount\n      writableCentres\n      arms {\n        code\n        label\n      }\n      centres {\n        code\n        name\n      }\n      groupings {\n        variable\n        labelEn\n        labelZh\n      }\n    }\n  }\n': typeof types.SessionDocument;
};
const documents: Documents = {
  '\n  query ScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n':
    types.ScoreSourcesDocument,
  '\n  query Evaluation($study: String!, $source: ID!, $set: EvaluationSet!, $threshold: Float) {\n    evaluation(study: $study, source: $source, set: $set, threshold: $threshold) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      direction\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      youden {\n        threshold\n        sensitivity\n        specificity\n      }\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n          numerator\n          denominator\n          method\n        }\n      }\n      cases {\n        patientId\n        patientCode\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n':
    types.EvaluationDocument,
  '\n  query Models {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      provenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n':
    types.ModelsDocument,
  '\n  query Slides($study: String!, $withFile: Boolean!) {\n    slides(study: $study, withFile: $withFile) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        synthetic\n        widthPx\n        heightPx\n      }\n      inferences {\n        id\n        status\n        stage\n        done\n        total\n        prps\n        threshold\n        predictedClass\n        weights\n        queuedAt\n      }\n    }\n  }\n':
    types.SlidesDocument,
  '\n  fragment RunFields on Inference {\n    id\n    slideId\n    modelId\n    modelSha256\n    weights\n    status\n    stage\n    done\n    total\n    providerAsked\n    providerRan\n    prps\n    threshold\n    predictedClass\n    patchesFound\n    patchesKept\n    patchesDropped {\n      reason\n      count\n    }\n    patchMap {\n      sizePx\n      x\n      y\n      reason\n    }\n    roi\n    bagReused\n    secondsTotal\n    secondsSession\n    attempts\n    warnings\n    errorCode\n    errorMessage\n    queuedAt\n    startedAt\n    finishedAt\n    requestedBy\n  }\n':
    types.RunFieldsFragmentDoc,
  '\n  query Slide($id: ID!) {\n    slide(id: $id) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      study\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        bytes\n        widthPx\n        heightPx\n        micronsPerPixel\n        objectivePower\n        vendor\n        synthetic\n        tileSize\n        overlap\n        maxLevel\n      }\n      importedScores {\n        id\n        modelName\n        score\n      }\n      inferences {\n        ...RunFields\n      }\n    }\n  }\n':
    types.SlideDocument,
  '\n  query SlideModels {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n':
    types.SlideModelsDocument,
  '\n  mutation RunInference($slideId: ID!, $modelId: ID!, $provider: Provider!) {\n    runInference(slideId: $slideId, modelId: $modelId, provider: $provider) {\n      ...RunFields\n    }\n  }\n':
    types.RunInferenceDocument,
  '\n  mutation CancelInference($id: ID!) {\n    cancelInference(id: $id) {\n      ...RunFields\n    }\n  }\n':
    types.CancelInferenceDocument,
  '\n  subscription InferenceProgress($id: ID!) {\n    inferenceProgress(id: $id) {\n      ...RunFields\n    }\n  }\n':
    types.InferenceProgressDocument,
  '\n  query SlideScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n':
    types.SlideScoreSourcesDocument,
  '\n  query SlideEvaluation($study: String!, $source: ID!, $set: EvaluationSet!) {\n    evaluation(study: $study, source: $source, set: $set) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n        }\n      }\n      cases {\n        patientId\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n':
    types.SlideEvaluationDocument,
  '\n  query Session {\n    viewer {\n      id\n      name\n      email\n      memberships {\n        study\n        role\n        centres\n      }\n    }\n    studies {\n      code\n      name\n      synthetic\n      monthDays\n      cutoffOn\n      patientCount\n      writableCentres\n      arms {\n        code\n        label\n      }\n      centres {\n        code\n        name\n      }\n      groupings {\n        variable\n        labelEn\n        labelZh\n      }\n    }\n  }\n':
    types.SessionDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query ScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n',
): (typeof documents)['\n  query ScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query Evaluation($study: String!, $source: ID!, $set: EvaluationSet!, $threshold: Float) {\n    evaluation(study: $study, source: $source, set: $set, threshold: $threshold) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      direction\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      youden {\n        threshold\n        sensitivity\n        specificity\n      }\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n          numerator\n          denominator\n          method\n        }\n      }\n      cases {\n        patientId\n        patientCode\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n',
): (typeof documents)['\n  query Evaluation($study: String!, $source: ID!, $set: EvaluationSet!, $threshold: Float) {\n    evaluation(study: $study, source: $source, set: $set, threshold: $threshold) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      direction\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      youden {\n        threshold\n        sensitivity\n        specificity\n      }\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n          numerator\n          denominator\n          method\n        }\n      }\n      cases {\n        patientId\n        patientCode\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query Models {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      provenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n',
): (typeof documents)['\n  query Models {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      provenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query Slides($study: String!, $withFile: Boolean!) {\n    slides(study: $study, withFile: $withFile) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        synthetic\n        widthPx\n        heightPx\n      }\n      inferences {\n        id\n        status\n        stage\n        done\n        total\n        prps\n        threshold\n        predictedClass\n        weights\n        queuedAt\n      }\n    }\n  }\n',
): (typeof documents)['\n  query Slides($study: String!, $withFile: Boolean!) {\n    slides(study: $study, withFile: $withFile) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        synthetic\n        widthPx\n        heightPx\n      }\n      inferences {\n        id\n        status\n        stage\n        done\n        total\n        prps\n        threshold\n        predictedClass\n        weights\n        queuedAt\n      }\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  fragment RunFields on Inference {\n    id\n    slideId\n    modelId\n    modelSha256\n    weights\n    status\n    stage\n    done\n    total\n    providerAsked\n    providerRan\n    prps\n    threshold\n    predictedClass\n    patchesFound\n    patchesKept\n    patchesDropped {\n      reason\n      count\n    }\n    patchMap {\n      sizePx\n      x\n      y\n      reason\n    }\n    roi\n    bagReused\n    secondsTotal\n    secondsSession\n    attempts\n    warnings\n    errorCode\n    errorMessage\n    queuedAt\n    startedAt\n    finishedAt\n    requestedBy\n  }\n',
): (typeof documents)['\n  fragment RunFields on Inference {\n    id\n    slideId\n    modelId\n    modelSha256\n    weights\n    status\n    stage\n    done\n    total\n    providerAsked\n    providerRan\n    prps\n    threshold\n    predictedClass\n    patchesFound\n    patchesKept\n    patchesDropped {\n      reason\n      count\n    }\n    patchMap {\n      sizePx\n      x\n      y\n      reason\n    }\n    roi\n    bagReused\n    secondsTotal\n    secondsSession\n    attempts\n    warnings\n    errorCode\n    errorMessage\n    queuedAt\n    startedAt\n    finishedAt\n    requestedBy\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query Slide($id: ID!) {\n    slide(id: $id) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      study\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        bytes\n        widthPx\n        heightPx\n        micronsPerPixel\n        objectivePower\n        vendor\n        synthetic\n        tileSize\n        overlap\n        maxLevel\n      }\n      importedScores {\n        id\n        modelName\n        score\n      }\n      inferences {\n        ...RunFields\n      }\n    }\n  }\n',
): (typeof documents)['\n  query Slide($id: ID!) {\n    slide(id: $id) {\n      id\n      barcode\n      patientId\n      patientCode\n      centre\n      study\n      stain\n      evaluationSet\n      bestResponse\n      arm\n      file {\n        sha256\n        bytes\n        widthPx\n        heightPx\n        micronsPerPixel\n        objectivePower\n        vendor\n        synthetic\n        tileSize\n        overlap\n        maxLevel\n      }\n      importedScores {\n        id\n        modelName\n        score\n      }\n      inferences {\n        ...RunFields\n      }\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query SlideModels {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n',
): (typeof documents)['\n  query SlideModels {\n    models {\n      id\n      name\n      sha256\n      weights\n      positiveClass\n      classes\n      threshold\n      thresholdProvenance\n      patchPx\n      patchMicronsPerPixel\n      usable\n      refusal\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  mutation RunInference($slideId: ID!, $modelId: ID!, $provider: Provider!) {\n    runInference(slideId: $slideId, modelId: $modelId, provider: $provider) {\n      ...RunFields\n    }\n  }\n',
): (typeof documents)['\n  mutation RunInference($slideId: ID!, $modelId: ID!, $provider: Provider!) {\n    runInference(slideId: $slideId, modelId: $modelId, provider: $provider) {\n      ...RunFields\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  mutation CancelInference($id: ID!) {\n    cancelInference(id: $id) {\n      ...RunFields\n    }\n  }\n',
): (typeof documents)['\n  mutation CancelInference($id: ID!) {\n    cancelInference(id: $id) {\n      ...RunFields\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  subscription InferenceProgress($id: ID!) {\n    inferenceProgress(id: $id) {\n      ...RunFields\n    }\n  }\n',
): (typeof documents)['\n  subscription InferenceProgress($id: ID!) {\n    inferenceProgress(id: $id) {\n      ...RunFields\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query SlideScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n',
): (typeof documents)['\n  query SlideScoreSources($study: String!) {\n    scoreSources(study: $study) {\n      id\n      kind\n      modelName\n      weights\n      n\n      threshold\n      thresholdProvenance\n      synthetic\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query SlideEvaluation($study: String!, $source: ID!, $set: EvaluationSet!) {\n    evaluation(study: $study, source: $source, set: $set) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n        }\n      }\n      cases {\n        patientId\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n',
): (typeof documents)['\n  query SlideEvaluation($study: String!, $source: ID!, $set: EvaluationSet!) {\n    evaluation(study: $study, source: $source, set: $set) {\n      set\n      n\n      nPositive\n      nNegative\n      positiveClass\n      negativeClass\n      auc\n      aucLower\n      aucUpper\n      aucMethod\n      thresholds\n      sensitivity\n      specificity\n      threshold\n      confusion {\n        truePositive\n        falsePositive\n        falseNegative\n        trueNegative\n        metrics {\n          name\n          value\n          lower\n          upper\n        }\n      }\n      cases {\n        patientId\n        score\n        positive\n        bestResponse\n        slideId\n        set\n      }\n      warnings\n    }\n  }\n'];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(
  source: '\n  query Session {\n    viewer {\n      id\n      name\n      email\n      memberships {\n        study\n        role\n        centres\n      }\n    }\n    studies {\n      code\n      name\n      synthetic\n      monthDays\n      cutoffOn\n      patientCount\n      writableCentres\n      arms {\n        code\n        label\n      }\n      centres {\n        code\n        name\n      }\n      groupings {\n        variable\n        labelEn\n        labelZh\n      }\n    }\n  }\n',
): (typeof documents)['\n  query Session {\n    viewer {\n      id\n      name\n      email\n      memberships {\n        study\n        role\n        centres\n      }\n    }\n    studies {\n      code\n      name\n      synthetic\n      monthDays\n      cutoffOn\n      patientCount\n      writableCentres\n      arms {\n        code\n        label\n      }\n      centres {\n        code\n        name\n      }\n      groupings {\n        variable\n        labelEn\n        labelZh\n      }\n    }\n  }\n'];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> =
  TDocumentNode extends DocumentNode<infer TType, any> ? TType : never;

/** What a finished training stores, of one part. @param said - a statement as it is stored. */
export function trainingResult(said: string, rule: string) {
  const point = { epoch: 1, trainingLoss: 0.5, tuningLoss: 0.5, trainingAuc: 0.5, tuningAuc: 0.5 };
  const metric = {
    name: 'sensitivity',
    value: 1,
    lower: 0,
    upper: 1,
    numerator: 1,
    denominator: 1,
    method: JSON.parse(said),
  };
  const counts = {
    n: 2,
    nPositive: 1,
    nNegative: 1,
    truePositive: 1,
    falsePositive: 0,
    falseNegative: 0,
    trueNegative: 1,
  };
  const auc = { auc: 1, aucLower: null, aucUpper: null, aucMethod: JSON.parse(said) };
  const heldOut = { auc: 1, aucLower: null, aucUpper: null, method: JSON.parse(said), warnings: [JSON.parse(said)] };
  return {
    best: point,
    threshold: 0.5,
    thresholdRule: rule,
    evaluations: [{ part: 'tuning', ...counts, ...auc, metrics: [metric], warnings: [JSON.parse(said)] }],
    leftOut: 0,
    bagsReused: 0,
    weights: 'synthetic',
    secondsTotal: 1,
    stopped: 'patience',
    lastEpoch: 1,
    mostRows: 2,
    crossValidation: {
      ...{ folds: 3, repeats: 1, n: 2, nPositive: 1 },
      attention: heldOut,
      mean: heldOut,
      ...{ difference: 0, differenceLower: null, differenceUpper: null, pValue: null },
      differenceMethod: JSON.parse(said),
      differenceWarnings: [JSON.parse(said)],
      method: JSON.parse(said),
      verdict: JSON.parse(said),
      trainings: [
        { repeat: 1, fold: 1, slides: 1, attentionEpoch: 1, meanEpoch: 1, attentionAuc: null, meanAuc: null },
      ],
    },
  };
}

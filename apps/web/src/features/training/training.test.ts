import { describe, expect, it } from 'vitest';
import { firstSettings, trainingInput, usual } from './training.ts';

describe('settings of a training', () => {
  it('are sent as shares, with the cohort of the page', () => {
    expect(trainingInput(firstSettings, 'haim', { arms: ['HTI'] })).toMatchObject({
      modelId: 'haim',
      cohort: { arms: ['HTI'] },
      tuningShare: 0.2,
      testShare: 0.2,
      epochs: 3000,
      classWeights: 'none',
      testCentre: null,
      head: 'lastLayer',
      attention: null,
    });
  });

  it('of an attention head have its size and its cross-validation, and begin with its own steps', () => {
    const settings = { ...firstSettings, ...usual.attention };
    expect(trainingInput(settings, 'haim', null)).toMatchObject({
      head: 'attention',
      epochs: 200,
      learningRate: 0.0005,
      attention: { hidden: 64, patience: 20, folds: 5, repeats: 1 },
    });
    const alone = trainingInput({ ...settings, isCrossValidated: false, folds: '' }, 'haim', null);
    expect(alone?.attention).toMatchObject({ folds: null });
    const wrong = [{ hidden: 4 }, { patience: 0 }, { folds: 2 }, { repeats: 1.5 }, { weightDecay: '' }];
    for (const change of [...wrong, { learningRate: 0 }]) {
      expect(trainingInput({ ...settings, ...change }, 'haim', null)).toBeNull();
    }
  });

  it('are not sent while something is missing or out of range', () => {
    const wrong = [
      { epochs: 3001 },
      { epochs: '' },
      { seed: 1.5 },
      { tuningPercent: 60 },
      { tuningPercent: 45, testPercent: 45 },
      { split: 'centre' as const },
    ];
    for (const change of wrong) expect(trainingInput({ ...firstSettings, ...change }, 'haim', null)).toBeNull();
    expect(trainingInput(firstSettings, null, null)).toBeNull();
    expect(trainingInput({ ...firstSettings, split: 'centre', testCentre: 'NFH' }, 'haim', null)).toMatchObject({
      testCentre: 'NFH',
    });
    // The share of the test part does not matter if a rule defines the test part.
    expect(trainingInput({ ...firstSettings, split: 'evaluationSet', testPercent: 0 }, 'haim', null)).not.toBeNull();
  });
});

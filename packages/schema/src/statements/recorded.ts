import { text } from './values.ts';
import { sentence } from './sentence.ts';

/** Messages stored before statements had codes, or by a newer version of the portal. */
export const recorded = {
  asRecorded: sentence(
    { text },
    ({ text: words }) => words,
    ({ text: words }) => words,
  ),
  notKnownHere: sentence(
    { code: text },
    ({ code }) => `This version of the portal has no words for "${code}".`,
    ({ code }) => `此版本的平台没有“${code}”的文字说明。`,
  ),
} as const;

/** Sentences stored before statements had codes, word for word, with the statements they stand for. */
export const storedBefore = {
  'Demonstration weights, not a prediction.': 'syntheticWeights',
  'The bag has one patch, which is its own mean: its sensitivity cannot be measured.': 'onePatchOnly',
  'ROC curve, DeLong variance': 'rocDelong',
  'ROC curve, DeLong variance; limits by Newcombe, method 5': 'rocNewcombe',
  'One class has a single subject: the area has no standard error.': 'singleSubjectInClass',
  'Confusion table, Wilson limits': 'confusionWilson',
} as const;

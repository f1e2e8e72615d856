import { type ClaimedEstimator, type ClaimedScale, type ClaimedTest, type Label } from '@haim/schema';

/** What a number was computed by, where a publication does not say. */
export const testLabels: Readonly<Record<ClaimedTest, Label>> = {
  'chi-square': { en: 'the chi-square test', zh: '卡方检验' },
  'chi-square-corrected': { en: "the chi-square test with Yates' correction", zh: 'Yates 校正卡方检验' },
  fisher: { en: "Fisher's exact test", zh: 'Fisher 精确检验' },
};

export const estimatorLabels: Readonly<Record<ClaimedEstimator, Label>> = {
  cox: { en: 'Cox model', zh: 'Cox 模型' },
  'mantel-haenszel': { en: 'Mantel-Haenszel, exp((O − E)/V)', zh: 'Mantel-Haenszel 法，exp((O − E)/V)' },
  'log-rank': { en: 'log-rank, (O/E)/(O/E)', zh: '对数秩法，(O/E)/(O/E)' },
};

export const scaleLabels: Readonly<Record<ClaimedScale, Label>> = {
  log: { en: 'limits on the log scale', zh: 'log 尺度置信限' },
  'log-log': { en: 'limits on the log-log scale', zh: 'log-log 尺度置信限' },
  plain: { en: 'limits on the plain scale', zh: '原始尺度置信限' },
};

import { choice, count, flag } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

/** Comparisons of groups, tables and proportions. */
export const comparison = {
  chiSquareTest: sentence(
    { corrected: flag },
    ({ corrected }) => `Pearson chi-square test, ${corrected ? 'with' : 'without'} continuity correction`,
    ({ corrected }) => `Pearson 卡方检验，${corrected ? '有' : '无'}连续性校正`,
  ),
  emptyRowOrColumn: fixed('Not testable: a row or column is empty.', '无法检验：有一行或一列为空。'),
  expectedBelowFive: fixed('An expected count is below 5: prefer the exact test.', '有期望频数小于 5：宜用精确检验。'),
  correctionNotMade: fixed(
    'The continuity correction applies to 2 by 2 tables only; none was made.',
    '连续性校正仅适用于四格表；此处未校正。',
  ),
  fisherTest: fixed("Fisher's exact test, two-sided", 'Fisher 精确检验，双侧'),
  oneTableOnly: fixed('The margins allow one table only.', '给定边际合计时只有一种可能的表。'),
  mcNemarTest: sentence(
    { corrected: flag },
    ({ corrected }) => `McNemar test, ${corrected ? 'with' : 'without'} continuity correction`,
    ({ corrected }) => `McNemar 检验，${corrected ? '有' : '无'}连续性校正`,
  ),
  noPairDisagrees: fixed('No pair disagrees.', '没有不一致的配对。'),
  fewDisagreeingPairs: fixed(
    'Fewer than 25 disagreeing pairs: prefer the exact p.',
    '不一致的配对少于 25 对：宜用精确 p 值。',
  ),
  wilcoxonExact: fixed('Wilcoxon rank sum test, exact', 'Wilcoxon 秩和检验，精确法'),
  wilcoxonNormal: sentence(
    { corrected: flag },
    ({ corrected }) =>
      `Wilcoxon rank sum test, normal approximation, ${corrected ? 'with' : 'without'} continuity correction`,
    ({ corrected }) => `Wilcoxon 秩和检验，正态近似，${corrected ? '有' : '无'}连续性校正`,
  ),
  tiesRuleOutExact: fixed(
    'Ties: the exact law does not hold, the approximation is used.',
    '存在结点：精确分布不成立，改用近似。',
  ),
  allValuesEqual: fixed('Not testable: all values are equal.', '无法检验：所有值相同。'),
  kruskalWallis: fixed('Kruskal-Wallis test', 'Kruskal-Wallis 检验'),
  studentTest: fixed('Student t test, equal variances', 'Student t 检验，方差相等'),
  welchTest: fixed('Welch t test', 'Welch t 检验'),
  valuesDoNotVary: fixed('Not testable: the values do not vary.', '无法检验：各值没有变异。'),
  anova: fixed('One-way analysis of variance', '单因素方差分析'),
  anovaWelch: fixed('One-way analysis of variance, Welch', '单因素方差分析，Welch 法'),
  noSpreadWithinGroups: fixed(
    'Not testable: the values do not vary within the groups.',
    '无法检验：各组内的值没有变异。',
  ),
  riskComparison: fixed('Newcombe, Katz and Woolf limits', 'Newcombe、Katz 与 Woolf 置信限'),
  groupEmpty: fixed('A group is empty.', '有一组为空。'),
  countIsZero: fixed('A count is 0: a ratio has no limits.', '有频数为 0：相应比值没有置信限。'),
  pooledOddsRatio: sentence(
    { strata: count },
    ({ strata }, { strata: n }) => `Mantel-Haenszel pooled odds ratio, ${strata} ${plural(n, 'stratum', 'strata')}`,
    ({ strata }) => `Mantel-Haenszel 合并比值比，${strata} 层`,
  ),
  pooledOddsRatioNotEstimable: fixed('The pooled odds ratio is not estimable.', '合并比值比无法估计。'),
  binomialInterval: sentence(
    {
      method: choice({
        wilson: { en: 'Wilson score interval', zh: 'Wilson 计分区间' },
        'wilson-corrected': {
          en: 'Wilson score interval, continuity corrected',
          zh: 'Wilson 计分区间，连续性校正',
        },
        'clopper-pearson': { en: 'Clopper-Pearson exact interval', zh: 'Clopper-Pearson 精确区间' },
      }),
    },
    ({ method }) => method,
    ({ method }) => method,
  ),
  nobodyCounted: fixed('not estimable: nobody counted', '无法估计：没有计入任何患者'),
  noTrials: fixed('No trials: not estimable.', '没有试验次数：无法估计。'),
  kappa: sentence(
    {
      weights: choice({
        none: { en: 'unweighted', zh: '不加权' },
        linear: { en: 'linear weights', zh: '线性加权' },
        quadratic: { en: 'quadratic weights', zh: '二次加权' },
      }),
    },
    ({ weights }) => `Cohen kappa, ${weights}`,
    ({ weights }) => `Cohen kappa，${weights}`,
  ),
  oneCategoryOnly: fixed(
    'Not estimable: both readers used one category only.',
    '无法估计：两位阅片者均只用了一个类别。',
  ),
  readersAgreeOnAll: fixed(
    'The readers agree on every subject: the standard error is 0 and gives no limits.',
    '两位阅片者对每例均一致：标准误为 0，不给出置信限。',
  ),
} as const;

import { choice, count, flag } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

/** Comparisons of groups, tables and proportions. */
export const comparison = {
  described: fixed(
    'Mean with standard deviation; median with quartiles by linear interpolation',
    '均数与标准差；中位数与四分位数（线性插值）',
  ),
  noDifference: fixed(
    'No standardised difference: a group is empty, or nothing varies.',
    '无标准化差：有一组为空，或各值没有变异。',
  ),
  tooManyForFisher: fixed(
    "An expected count is below 5, and the table is too large for Fisher's exact test: the chi-square test is approximate.",
    '有期望频数小于 5，但此表过大，无法作 Fisher 精确检验：卡方检验为近似结果。',
  ),
  tableOneSummaries: sentence(
    {
      rule: choice({
        skewness: {
          en: 'mean (standard deviation) where the skewness of all values is from −1 to 1, otherwise median (lower–upper quartile)',
          zh: '全部数值偏度在 −1 至 1 之间时为均数（标准差），否则为中位数（下四分位数–上四分位数）',
        },
        mean: { en: 'mean (standard deviation)', zh: '均数（标准差）' },
        median: { en: 'median (lower–upper quartile)', zh: '中位数（下四分位数–上四分位数）' },
      }),
    },
    ({ rule }) =>
      `Categories are n (% of patients with a value); quantities are ${rule}. Missing values are shown and left out of percentages and tests.`,
    ({ rule }) => `分类变量为 n（占有值患者的 %）；数值变量为${rule}。缺失值单独列出，不计入百分比和检验。`,
  ),
  protectedSummaries: fixed(
    'Categories are n (% of all patients of the column) of protected counts; every value that anybody may have is listed. By skewness, a quantity has its mean where three times its distance from the median is at most the standard deviation, otherwise its median.',
    '分类变量为受保护计数的 n（占该列全部患者的 %），列出所有可能取值。按偏度选择时，均数与中位数之差的三倍不超过标准差者给出均数，否则给出中位数。',
  ),
  protectedTests: fixed(
    'Two groups are compared by yes or no alone. Other tests and standardised differences are left out: one of rounded counts is not that of the patients, and ranks and variances of all centres would tell of single values.',
    '两组仅就是否类变量进行比较。其余检验和标准化差不予给出：由取整计数所得的检验并非患者数据的检验，而全部中心的秩次和方差会透露个别数值。',
  ),
  chiSquareOfShown: sentence(
    { roundTo: count },
    ({ roundTo }) =>
      `Pearson's chi-square test without correction of the counts that are shown, to two figures; beside it the least and the greatest p over all counts that differ from these by less than ${roundTo}`,
    ({ roundTo }) =>
      `对所显示计数作 Pearson 卡方检验（无校正），保留两位有效数字；旁列与所示计数相差小于 ${roundTo} 的一切计数所得 P 值的最小值和最大值`,
  ),
  protectedResponseTests: fixed(
    "Rates are of shown counts, and so are the limits of their difference (Newcombe), to two figures. Fisher's exact test is left out: it is exact for counts that are. Where complete or partial response is of few, the two are told together, and each as a bound.",
    '率及其差的置信限（Newcombe）均由所显示的计数得出，保留两位有效数字。不给出 Fisher 精确检验：该检验仅对精确计数成立。完全缓解或部分缓解例数过少时，两者合并显示，各自仅给出上限。',
  ),
  tableOneTests: fixed(
    "Categories: Pearson's chi-square test without correction, or Fisher's exact test where an expected count is below 5. Quantities: beside means Student's t test, or analysis of variance for more than two groups; beside medians the Wilcoxon rank sum test, or the Kruskal-Wallis test. Two-sided, not adjusted for multiple testing.",
    '分类变量：Pearson 卡方检验（无校正），有期望频数小于 5 时用 Fisher 精确检验。数值变量：以均数描述者用 Student t 检验，多于两组时用方差分析；以中位数描述者用 Wilcoxon 秩和检验，多于两组时用 Kruskal-Wallis 检验。均为双侧，未作多重检验校正。',
  ),
  tableOneDifferences: sentence(
    { pairs: flag },
    ({ pairs }) =>
      `SMD: absolute standardised difference${pairs ? ', the largest of all pairs of groups' : ''}; over all levels of a category by Yang and Dalton.`,
    ({ pairs }) =>
      `SMD：标准化差的绝对值${pairs ? '，取各组两两之间的最大值' : ''}；分类变量按 Yang 与 Dalton 法涵盖所有水平。`,
  ),
  responseRates: fixed(
    'Objective response (ORR) is CR or PR, disease control (DCR) is CR, PR or SD, each of all patients of the row: those without an evaluable response stay in the denominator.',
    '客观缓解（ORR）为 CR 或 PR，疾病控制（DCR）为 CR、PR 或 SD，分母均为该行全部患者：无可评估疗效者保留在分母中。',
  ),
  responseTests: fixed(
    "Rates are compared by Pearson's chi-square test without correction and by Fisher's exact test, both two-sided and not adjusted for multiple testing; differences of two rates have Newcombe's limits.",
    '率的比较采用 Pearson 卡方检验（无校正）和 Fisher 精确检验，均为双侧，未作多重检验校正；两率之差采用 Newcombe 置信限。',
  ),
  changesFromBaseline: fixed(
    'Change is that of the sum of viable target diameters from the baseline (visit 0), of the images after time zero that count for response. The best change is the smallest up to the first PD; best response takes in lesions that are not measured and new lesions too, so that a bar may shrink and be PD.',
    '变化为靶病灶存活径总和相对基线（访视 0）的变化，取时间零点之后计入疗效的影像。最佳变化为首次 PD 之前（含）的最小值；最佳疗效还计入非靶病灶和新病灶，因此缩小的条形也可能为 PD。',
  ),
  sumsOfRecords: fixed('Sums are those of the records.', '总和取自记录。'),
  sumsOfReadings: sentence(
    { patients: count },
    ({ patients }, { patients: n }) =>
      `Sums are those of the accepted blinded reading for ${patients} ${plural(n, 'patient', 'patients')} drawn, and those of the records for the others; within a patient the two are never mixed.`,
    ({ patients }) => `图中 ${patients} 名患者的总和取自已采纳的盲法阅片，其余取自记录；同一患者不混用两者。`,
  ),
  responseConfirmed: sentence(
    { days: count },
    ({ days }) =>
      `Confirmed: a CR counts where a CR, and a PR where a CR or PR, is seen again at least ${days} days later with nothing worse than SD between them and before progression; a CR that only a PR follows is a PR, and what is not confirmed is SD (RECIST 1.1, table 3).`,
    ({ days }) =>
      `经确认：至少 ${days} 天之后再次为 CR 方计 CR，再次为 CR 或 PR 方计 PR，其间不差于 SD 且在进展之前；仅由 PR 跟随的 CR 计为 PR，未经确认者计为 SD（RECIST 1.1，表 3）。`,
  ),
  confirmationPlanned: sentence(
    { days: count },
    ({ days }) => `The study's plan of readings asks for confirmation after ${days} days.`,
    ({ days }) => `本研究的阅片方案要求 ${days} 天之后确认。`,
  ),
  confirmationNotPlanned: fixed(
    "The study's plan of readings asks for no confirmation, and every other page counts unconfirmed responses.",
    '本研究的阅片方案不要求确认，其他页面均计未经确认的疗效。',
  ),
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
  readerOfOneCategory: fixed(
    'One reader used one category only: kappa is 0 however often the two agree, and its standard error gives no limits.',
    '一位阅片者只用了一个类别：无论一致多少，kappa 均为 0，其标准误不给出置信限。',
  ),
  readersAgreeOnAll: fixed(
    'The readers agree on every subject: the standard error is 0 and gives no limits.',
    '两位阅片者对每例均一致：标准误为 0，不给出置信限。',
  ),
} as const;

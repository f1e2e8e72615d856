import { amount, count, text } from './values.ts';
import { fixed, plural, sentence } from './sentence.ts';

/** Under which rule numbers of all centres were made, and whom a minimum follow-up concerns. */
export const disclosure = {
  protectedCounts: sentence(
    { smallestCell: count, roundTo: count, minimumCentres: count },
    ({ smallestCell, roundTo, minimumCentres }) =>
      `Numbers of all centres, protected: counts with at most ${smallestCell} patients of other centres are shown as a bound, all others as a multiple of ${roundTo} beside them, so that the parts of a whole add up to what is shown of it and no hidden count follows from the others; at least ${minimumCentres} centres contribute.`,
    ({ smallestCell, roundTo, minimumCentres }) =>
      `全部中心的数字（受保护）：含其他中心患者不超过 ${smallestCell} 例的计数仅显示上限，其余计数取相邻的 ${roundTo} 的倍数，使各部分之和等于所显示的总数，且被隐去的计数无法由其他数字推出；至少有 ${minimumCentres} 个中心贡献数据。`,
  ),
  protectedValues: sentence(
    { figures: count },
    ({ figures }) =>
      `Medians and quartiles of quantities are given to ${figures} significant figures, means and standard deviations to as many of them as no single patient moves; the least and the greatest value are not.`,
    ({ figures }) =>
      `数值变量的中位数和四分位数保留 ${figures} 位有效数字，均值和标准差仅保留任何单个患者都不足以改变的位数；不给出最小值和最大值。`,
  ),
  shareWithheld: fixed(
    'No estimate: the share rests on a count that is shown as a bound.',
    '不作估计：该比例所依据的计数仅显示上限。',
  ),
  protectedCurves: sentence(
    { gridMonths: count, width: count, minimumAtRisk: count, smallestCell: count },
    ({ gridMonths, width, minimumAtRisk, smallestCell }, { gridMonths: months }) =>
      `Curves of all centres, protected: times lie on a grid of ${gridMonths} ${plural(months, 'month', 'months')}, cumulative events and censorings are midpoints of classes of ${width}, and every estimate is made of these numbers; a curve ends before fewer than ${minimumAtRisk} remain; groups with fewer than ${minimumAtRisk} patients or at most ${smallestCell} events of other centres are not shown; p values have two significant figures.`,
    ({ gridMonths, width, minimumAtRisk, smallestCell }) =>
      `全部中心的曲线（受保护）：时间取 ${gridMonths} 个月的网格，累计事件数和删失数取宽度为 ${width} 的组中点，所有估计均由这些数字得出；剩余在险人数将少于 ${minimumAtRisk} 时曲线终止；其他中心患者少于 ${minimumAtRisk} 例或事件不超过 ${smallestCell} 例的组不显示；P 值保留两位有效数字。`,
  ),

  followUpExcluded: sentence(
    { months: amount, n: text },
    ({ months, n }) =>
      `Minimum follow-up: patients whose time zero is less than ${months} months before the data cut-off are left out (${n}).`,
    ({ months, n }) => `最短随访时间：时间零点距数据截止日不足 ${months} 个月的患者不计入（${n} 例）。`,
  ),
  followUpCounted: sentence(
    { months: amount, n: text },
    ({ months, n }) =>
      `Minimum follow-up: patients whose time zero is less than ${months} months before the data cut-off are counted (${n}): the last part of a curve rests on the others alone.`,
    ({ months, n }) =>
      `最短随访时间：时间零点距数据截止日不足 ${months} 个月的患者仍计入（${n} 例）：曲线末段仅由其余患者决定。`,
  ),
} as const;

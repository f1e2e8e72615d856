import { amount, count, text } from './values.ts';
import { sentence } from './sentence.ts';

/** What follows from a schedule of visits, and how it was counted. */
export const schedule = {
  followUpComplete: sentence(
    { percent: amount, observedDays: count, potentialDays: count, n: count, until: text },
    ({ percent, observedDays, potentialDays, n, until }) =>
      `Follow-up is ${percent} % complete: ${observedDays} of ${potentialDays} person-days to ${until}, or to death, were ` +
      `observed in ${n} patients (Clark, Altman and De Stavola, Lancet 2002;359:1309-10)`,
    ({ percent, observedDays, potentialDays, n, until }) =>
      `随访完整率 ${percent}%：${n} 例患者至 ${until} 或死亡的 ${potentialDays} 人日中，实际观察 ${observedDays} 人日` +
      `（Clark、Altman、De Stavola，Lancet 2002;359:1309-10）`,
  ),
} as const;

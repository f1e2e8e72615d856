import { useFormatter, useTranslations } from 'use-intl';

const steps = [
  ['seconds', 1, 90],
  ['minutes', 60, 90 * 60],
  ['hours', 3_600, 48 * 3_600],
  ['days', 86_400, Infinity],
] as const;

/** How long something has lasted, in the unit in which one would say it. */
export function useDuration(): (seconds: number) => string {
  const t = useTranslations('operation.durations');
  const format = useFormatter();
  return (seconds) => {
    const [unit, size] = steps.find(([, , below]) => seconds < below) ?? steps[3];
    const amount = seconds / size;
    return t(unit, { n: format.number(amount, { maximumFractionDigits: amount < 10 ? 1 : 0 }) });
  };
}

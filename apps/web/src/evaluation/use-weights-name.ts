'use client';
import { useTranslations } from 'use-intl';

const known = ['synthetic', 'trained', 'imagenet', 'notHeld', 'fitted'] as const;

/** Where weights came from, in words; what only a newer server knows stays as it is. */
export function useWeightsName(): (weights: string) => string {
  const t = useTranslations('evaluation.weights');
  return (weights) => {
    const one = known.find((name) => name === weights);
    return one === undefined ? weights : t(one);
  };
}

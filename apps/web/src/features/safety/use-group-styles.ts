'use client';
import { armStyle, groupStyle, type Scheme, type SeriesStyle } from '@/charts/series-style.ts';
import { useStudy } from '@/session/session.tsx';
import { type Safety } from './query.ts';

/** Colour of every group: an arm looks the same in every figure of its study. */
export function useGroupStyles({ groups, groupBy }: Pick<Safety, 'groups' | 'groupBy'>, scheme: Scheme): SeriesStyle[] {
  const study = useStudy();
  const arms = study.arms.map(({ code }) => code).toSorted();
  return groups.map(({ value }, place) =>
    groupBy === 'arm' ? armStyle(Math.max(0, arms.indexOf(value ?? '')), scheme) : groupStyle(place, scheme),
  );
}

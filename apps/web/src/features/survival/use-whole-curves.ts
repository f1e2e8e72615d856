'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { type SurvivalQueryVariables } from '@/graphql/generated/graphql.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { survivalQuery } from './query.ts';
import { type Survival } from './to-chart.ts';

export type Question = Omit<SurvivalQueryVariables, 'drawing'>;

/** The whole answer to the present question, if it has been loaded and nothing newer is shown. */
export interface WholeCurves {
  readonly survival: Survival | null;
  readonly key: string;
  /** Resolves when the page shows it. @throws the error of the request. */
  readonly load: () => Promise<void>;
}

/**
 * The curves with every step, which the picture does not need: for the table and for files, when one of them is wanted.
 * They are kept here, not in the cache: both answers there would be one object, of which each request overwrites the
 * other's curves.
 *
 * @param shown - the answer for the picture; a whole one of an older version of the study is not used beside it.
 */
export function useWholeCurves(question: Question, shown: Survival | undefined): WholeCurves {
  const client = useApolloClient();
  const key = JSON.stringify(question);
  const [loaded, setLoaded] = useState<{ key: string; survival: Survival } | null>(null);
  const isPresent = loaded?.key === key && loaded.survival.dataVersion >= (shown?.dataVersion ?? 0);

  async function load(): Promise<void> {
    const { data } = await client.query({ query: survivalQuery, variables: question, fetchPolicy: 'no-cache' });
    if (!data) throw new Error('The answer is empty.');
    flushSync(() => setLoaded({ key, survival: unpackCurves(data.survival) }));
  }

  return { survival: isPresent ? loaded.survival : null, key, load };
}

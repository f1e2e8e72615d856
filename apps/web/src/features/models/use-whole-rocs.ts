'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { type RocColumns } from '@/charts/roc-chart-vertices.ts';
import { type ChosenSet, type Evaluation, setVariables } from '@/evaluation/evaluation.ts';
import { wholeRocQuery } from '@/evaluation/query.ts';
import { useStudy } from '@/session/session.tsx';

export interface WholeRocs {
  /** By set; null until they have been loaded for the curves shown. */
  readonly curves: ReadonlyMap<ChosenSet, RocColumns> | null;
  readonly key: string;
  /** Resolves when the page has them. @throws the error of a request. */
  readonly load: () => Promise<void>;
}

/** The curves with every vertex, which the picture does not need: for the table and for files, when one of them is wanted. */
export function useWholeRocs(
  source: string,
  positive: string | null,
  shown: readonly { readonly name: ChosenSet; readonly one: Pick<Evaluation, 'dataVersion'> }[],
): WholeRocs {
  const client = useApolloClient();
  const { code: study } = useStudy();
  const key = JSON.stringify([study, source, positive, shown.map(({ name, one }) => [name, one.dataVersion])]);
  const [loaded, setLoaded] = useState<{ key: string; curves: ReadonlyMap<ChosenSet, RocColumns> } | null>(null);

  async function load(): Promise<void> {
    const curves = await Promise.all(
      shown.map(async ({ name }) => {
        const variables = { study, source, positive, ...setVariables(name) };
        const { data } = await client.query({ query: wholeRocQuery, variables, fetchPolicy: 'no-cache' });
        if (!data) throw new Error('The answer is empty.');
        return [name, data.evaluation.curve] as const;
      }),
    );
    flushSync(() => setLoaded({ key, curves: new Map(curves) }));
  }

  return { curves: loaded?.key === key ? loaded.curves : null, key, load };
}

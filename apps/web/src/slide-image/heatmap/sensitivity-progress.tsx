'use client';
import { useApolloClient, useMutation, useSubscription } from '@apollo/client/react';
import { useFormatter, useTranslations } from 'use-intl';
import { useMay } from '@/session/session.tsx';
import { type SensitivityFieldsFragment } from '@/graphql/generated/graphql.ts';
import { shareDone } from '@/runs/run.ts';
import { RunProgress } from '@/runs/run-progress.tsx';
import { useLiveRun } from '@/runs/use-live-run.ts';
import { cancelSensitivityMutation, sensitivityOfRunQuery, sensitivityProgressSubscription } from './query.ts';

export type Explanation = SensitivityFieldsFragment;

/** The progress of an explanation, how long it has taken and may take. */
export function SensitivityProgress({ explanation }: { explanation: Explanation }) {
  const t = useTranslations('sensitivity');
  const { number } = useFormatter();
  const mayCancel = useMay('runModels');
  const client = useApolloClient();
  const { id, inferenceId, stage, done, total } = explanation;
  const live = useLiveRun(explanation, () => {
    const again = {
      query: sensitivityOfRunQuery,
      variables: { id: inferenceId },
      fetchPolicy: 'network-only',
    } as const;
    client.query(again).catch(() => undefined);
  });
  useSubscription(sensitivityProgressSubscription, { variables: { id }, skip: !live.isLive, onData: live.heard });
  const [cancel, { loading, error }] = useMutation(cancelSensitivityMutation, { variables: { id } });
  const name = t(
    stage === null ? 'progress.starting' : stage === 'sensitivity' ? 'progress.measuring' : 'progress.makingAgain',
  );
  return (
    <RunProgress
      run={explanation}
      live={live}
      doing={
        stage === null || shareDone(explanation) === null
          ? name
          : t('progress.counted', { name, done: number(done ?? 0), total: number(total ?? 0) })
      }
      cancel={
        mayCancel && {
          label: t('progress.cancel'),
          isUnderWay: loading,
          error,
          ask: () => void cancel().catch(() => undefined),
        }
      }
    />
  );
}

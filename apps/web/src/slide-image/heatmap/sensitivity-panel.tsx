'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconTemperature } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { NeedsRight } from '@/session/needs-right.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { isActive } from '@/runs/run.ts';
import { type Pyramid } from '../viewer/tile-url.ts';
import { explainRunMutation, sensitivityOfRunQuery } from './query.ts';
import { SensitivityProgress } from './sensitivity-progress.tsx';
import { SensitivityResult } from './sensitivity-result.tsx';
import { type RunSensitivity } from './use-run-sensitivity.ts';

interface SensitivityPanelProps {
  readonly slide: { readonly id: string; readonly barcode: string; readonly file: Pyramid };
  readonly sensitivity: RunSensitivity;
}

/** Requests the explanation of a score, shows its progress, and then its result. */
export function SensitivityPanel({ slide, sensitivity }: SensitivityPanelProps) {
  const t = useTranslations('sensitivity');
  const { run, explanation, error, retry } = sensitivity;
  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack gap="sm">
        {explanation === undefined ? (
          error ? (
            <ErrorState code={errorCode(error)} onRetry={retry} />
          ) : (
            <LoadingState height={56} />
          )
        ) : explanation === null ? (
          <NeedsRight right="runModels">
            <Ask runId={run.id} patches={run.patchesKept} isAgain={false} />
          </NeedsRight>
        ) : isActive(explanation) ? (
          <SensitivityProgress key={explanation.id} explanation={explanation} />
        ) : explanation.status === 'done' ? (
          <SensitivityResult slide={slide} sensitivity={sensitivity} explanation={explanation} />
        ) : (
          <>
            <Alert
              color={explanation.status === 'failed' ? 'red' : 'gray'}
              title={t(explanation.status === 'failed' ? 'failed' : 'cancelled')}
              icon={<IconAlertTriangle aria-hidden />}
            >
              {explanation.errorMessage !== null && (
                <Text size="sm" lang="en">
                  {[explanation.errorMessage, explanation.errorCode].filter(Boolean).join(' · ')}
                </Text>
              )}
            </Alert>
            <NeedsRight right="runModels">
              <Ask runId={run.id} patches={run.patchesKept} isAgain />
            </NeedsRight>
          </>
        )}
      </Stack>
    </Panel>
  );
}

function Ask({ runId, patches, isAgain }: { runId: string; patches: number | null; isAgain: boolean }) {
  const t = useTranslations('sensitivity');
  const format = useFormatter();
  const [explain, { loading, error }] = useMutation(explainRunMutation, {
    variables: { inferenceId: runId },
    refetchQueries: [sensitivityOfRunQuery],
    awaitRefetchQueries: true,
  });
  return (
    <>
      <Text size="sm">{t('what')}</Text>
      <Group gap="sm">
        <Button
          size="xs"
          leftSection={<IconTemperature size={14} aria-hidden />}
          loading={loading}
          onClick={() => void explain().catch(() => undefined)}
        >
          {t(isAgain ? 'again' : 'explain')}
        </Button>
        {patches !== null && (
          <Text size="xs" c="var(--text-quiet)">
            {t('effort', { patches: format.number(patches) })}
          </Text>
        )}
      </Group>
      {error && <ErrorState code={errorCode(error)} />}
    </>
  );
}

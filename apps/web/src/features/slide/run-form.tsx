'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type Provider, type SlideModelsQuery } from '@/graphql/generated/graphql.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { isUnsaved, type Outline } from '@/slide-image/outlines/outline.ts';
import { runInferenceMutation, slideQuery } from './query.ts';

const providers: readonly Provider[] = ['auto', 'cuda', 'webgpu', 'cpu'];

interface RunFormProps {
  readonly slideId: string;
  readonly models: SlideModelsQuery['models'];
  /** The saved ones may confine the run. */
  readonly outlines: readonly Outline[];
  /** While a run is under way no second one can be started from here. */
  readonly busy: boolean;
  /** Without microns per pixel nothing can be scored. */
  readonly hasScale: boolean;
  /** Its pixels are not square, so no scale can be stated for it. */
  readonly isUnequal: boolean;
}

export function RunForm({ slideId, models, outlines, busy, hasScale, isUnequal }: RunFormProps) {
  const t = useTranslations('slides');
  const scale = useTranslations('slideScale');
  const [modelId, setModelId] = useState<string | null>(null);
  const [provider, setProvider] = useState<Provider>('auto');
  // The server lists the default first.
  const model = models.find(({ id }) => id === modelId) ?? models.find(({ usable }) => usable) ?? models[0];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rois = useTranslations('rois');
  const saved = outlines.flatMap((outline) => outline.saved ?? []);
  const roiIds = saved.map(({ id }) => id).filter((id) => chosen.includes(id));
  const [run, { loading, error }] = useMutation(runInferenceMutation, {
    refetchQueries: [slideQuery],
    awaitRefetchQueries: true,
  });
  if (model === undefined) return <Alert color="gray">{t('run.noModel')}</Alert>;

  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end" wrap="wrap">
        <Select
          label={t('run.model')}
          data={models
            .filter(({ status }) => status !== 'retired')
            .map(({ id, name, version, status }) => ({
              value: id,
              label:
                version === null
                  ? name
                  : t(status === 'candidate' ? 'run.candidate' : 'run.version', { name, version }),
            }))}
          value={model.id}
          onChange={setModelId}
          allowDeselect={false}
          size="xs"
          style={{ flex: '1 1 11rem' }}
        />
        <Select
          label={t('run.provider')}
          data={providers.map((one) => ({ value: one, label: t(`providers.${one}`) }))}
          value={provider}
          onChange={(one) => setProvider(one ?? 'auto')}
          allowDeselect={false}
          size="xs"
          style={{ flex: '0 1 9rem' }}
        />
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={busy || !hasScale || !model.usable}
          loading={loading}
          onClick={() =>
            void run({ variables: { slideId, modelId: model.id, provider, roiIds } }).catch(() => undefined)
          }
        >
          {t('run.start')}
        </Button>
      </Group>
      {saved.length > 0 && (
        <MultiSelect
          label={rois('run.label')}
          placeholder={roiIds.length === 0 ? rois('run.whole') : ''}
          data={saved.map(({ id, name, version }) => ({ value: id, label: rois('run.versioned', { name, version }) }))}
          value={roiIds}
          onChange={setChosen}
          clearable
          size="xs"
        />
      )}
      {roiIds.length > 0 && outlines.some((outline) => isUnsaved(outline)) && (
        <Text size="xs" c="var(--text-quiet)">
          {rois('run.unsaved')}
        </Text>
      )}
      {!hasScale && <Alert color="gray">{scale(isUnequal ? 'notSquare' : 'first')}</Alert>}
      {model.status === 'candidate' && <Alert color="yellow">{t('run.candidateText')}</Alert>}
      {!model.usable && <Alert color="red">{t('run.refused', { refusal: model.refusal ?? '' })}</Alert>}
      {error && <ErrorState code={errorCode(error)} />}
    </Stack>
  );
}

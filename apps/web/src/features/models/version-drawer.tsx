'use client';
import { Alert, Drawer, Stack, Text } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { showEstimate, showThreshold } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { KeyValue } from '@/ui/key-value.tsx';
import styles from './models.module.css';
import { ConvertedForm } from './converted-form.tsx';
import { type Version } from './registry.ts';
import { StatusMark } from './status-mark.tsx';
import { useMeasuredSet } from './use-measured-set.ts';
import { VersionInShort } from './version-in-short.tsx';
import { useInstant } from '@/i18n/use-instant.ts';
import { WeightsBadge } from './weights-badge.tsx';

type Measured = Version['evaluations'][number];

/** Everything known about a version: inputs and outputs, where it comes from, what was decided and measured. */
export function VersionDrawer({ version, onClose }: { version: Version; onClose: () => void }) {
  const t = useTranslations('registry');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(46rem, 100vw)"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('drawer.title', { line: version.line, version: version.version })}</Text>}
    >
      <Stack gap="lg">
        <Part title={t('short.title')}>
          <VersionInShort version={version} />
        </Part>
        <Part title={t('drawer.identity')}>
          <Identity version={version} />
        </Part>
        <Part title={t('drawer.decisions')}>
          <Text size="sm" mb="xs">
            {t('drawer.decisionsText')}
          </Text>
          <KeyValue items={useOpenDecisions(version)} />
        </Part>
        {version.convertedFrom ? (
          <Part title={t('converted.title')}>
            <ConvertedForm from={version.convertedFrom} isOpen={version.outcomesAreOpen} />
          </Part>
        ) : null}
        <Part title={t('drawer.measured')}>
          {version.evaluations.length > 0 ? (
            <Measurements evaluations={version.evaluations} positiveClass={version.positiveClass} />
          ) : (
            <Text size="sm">{t(version.outcomesAreOpen ? 'drawer.notMeasured' : 'notOpenText')}</Text>
          )}
        </Part>
        {version.graphs.map((graph) => (
          <Part key={graph.role} title={t(graph.role === 'features' ? 'drawer.features' : 'drawer.head')}>
            <KeyValue
              items={[
                { key: 'file', label: t('drawer.file'), value: graph.file },
                { key: 'weights', label: t('columns.weights'), value: <WeightsBadge weights={graph.weights} /> },
                { key: 'precision', label: t('drawer.precision'), value: graph.precision },
                { key: 'input', label: t('drawer.input'), value: graph.input },
                { key: 'outputs', label: t('drawer.outputs'), value: graph.outputs.join('; ') },
                { key: 'provenance', label: t('drawer.provenance'), value: graph.provenance ?? t('notOpen') },
                { key: 'licence', label: t('drawer.licence'), value: graph.licence },
                { key: 'sha', label: 'SHA-256', value: <code className={styles['hash']}>{graph.sha256}</code> },
              ]}
            />
          </Part>
        ))}
      </Stack>
    </Drawer>
  );
}

function Identity({ version }: { version: Version }) {
  const t = useTranslations('registry');
  const instant = useInstant();
  const { status, refusal, trainedOn, registeredAt, registeredBy, note, threshold } = version;
  return (
    <div>
      {refusal !== null && (
        <Alert color="red" p="xs" mb="xs">
          {t('cannotRun', { refusal })}
        </Alert>
      )}
      <KeyValue
        items={[
          { key: 'status', label: t('columns.status'), value: <StatusMark status={status} /> },
          { key: 'weights', label: t('columns.weights'), value: <WeightsBadge weights={version.weights} /> },
          { key: 'folder', label: t('drawer.folder'), value: <code>{version.modelId}</code> },
          {
            key: 'threshold',
            label: t('columns.threshold'),
            value: `${showThreshold(threshold)} · ${version.thresholdProvenance ?? t('notOpen')}`,
          },
          {
            key: 'trainedOn',
            label: t('columns.trainedOn'),
            value: trainedOn
              ? t('trainedOn', {
                  n: trainedOn.n,
                  centres: trainedOn.centres.join(', '),
                  snapshot: trainedOn.snapshotId,
                })
              : t(version.outcomesAreOpen ? 'notReported' : 'notOpen'),
          },
          {
            key: 'registered',
            label: t('columns.registered'),
            value: t(version.origin === 'training' ? 'drawer.madeHere' : 'drawer.found', {
              at: instant(registeredAt),
              by: registeredBy ?? t('notOpen'),
            }),
          },
          ...(note === null ? [] : [{ key: 'note', label: t('drawer.note'), value: note }]),
          { key: 'sha', label: t('drawer.sha'), value: <code className={styles['hash']}>{version.modelSha256}</code> },
          {
            key: 'manifest',
            label: t('drawer.manifestSha'),
            value: <code className={styles['hash']}>{version.manifestSha256}</code>,
          },
        ]}
      />
    </div>
  );
}

/** The three questions that the published description leaves open, and how this version answers them. */
function useOpenDecisions(version: Version) {
  const { bagSize, bagChannels, bagOrder: order, bagLayout: layout, bagMaxRows, hasAttention } = version;
  const { patchPx, patchMicronsPerPixel, inputSize, cropsPerPatch, classes, positiveClass, logitCount } = version;
  const t = useTranslations('registry.drawer');
  const bag =
    bagChannels === null
      ? t('bagRows', { layout, order, most: bagMaxRows ?? 0, attention: hasAttention ? 'yes' : 'no' })
      : t('bagValue', { height: bagSize[0] ?? 0, width: bagSize[1] ?? 0, channels: bagChannels, order });
  const input = { px: patchPx, mpp: patchMicronsPerPixel, height: inputSize[0] ?? 0, width: inputSize[1] ?? 0 };
  const seen = t('patchValue', input);
  const named = { classes: classes.join(', '), positiveClass };
  return [
    { key: 'bag', label: t('bag'), value: bag },
    { key: 'patch', label: t('patch'), value: cropsPerPatch > 1 ? t('crops', { seen, count: cropsPerPatch }) : seen },
    {
      key: 'neuron',
      label: t('neuron'),
      value:
        logitCount === 1
          ? t('singleLogit', named)
          : t('neuronValue', { ...named, place: classes.indexOf(positiveClass) + 1 }),
    },
  ];
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={styles['cardsTitle']}>{title}</h3>
      {children}
    </section>
  );
}

interface MeasurementsProps {
  readonly evaluations: readonly Measured[];
  readonly positiveClass: string;
}

function Measurements({ evaluations, positiveClass }: MeasurementsProps) {
  const t = useTranslations('registry');
  const nameOf = useMeasuredSet();
  const columns: Column<Measured>[] = [
    { id: 'set', header: t('measured.set'), cell: ({ set }) => nameOf(set), rowHeader: true },
    {
      id: 'n',
      header: t('measured.n', { positiveClass }),
      align: 'right',
      cell: ({ n, nPositive }) => `${n} (${nPositive})`,
    },
    {
      id: 'auc',
      header: t('measured.auc'),
      align: 'right',
      cell: ({ auc, aucLower, aucUpper }) => showEstimate(auc, aucLower, aucUpper, 3),
    },
    {
      id: 'threshold',
      header: t('columns.threshold'),
      align: 'right',
      cell: ({ threshold }) => showThreshold(threshold),
    },
    {
      id: 'sensitivity',
      header: t('measured.sensitivity'),
      align: 'right',
      cell: ({ sensitivity, sensitivityLower, sensitivityUpper }) =>
        showEstimate(sensitivity, sensitivityLower, sensitivityUpper, 3),
    },
    {
      id: 'specificity',
      header: t('measured.specificity'),
      align: 'right',
      cell: ({ specificity, specificityLower, specificityUpper }) =>
        showEstimate(specificity, specificityLower, specificityUpper, 3),
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={evaluations}
      rowKey={({ set }) => set}
      caption={t('drawer.measured')}
      hideCaption
      dense
    />
  );
}

'use client';
import { Button, Group, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { showEstimate, showThreshold } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import styles from './models.module.css';
import { type Decision, type Version } from './registry.ts';
import { StatusMark } from './status-mark.tsx';
import { useInstant } from '@/i18n/use-instant.ts';
import { useMeasuredSet } from './use-measured-set.ts';
import { WeightsBadge } from './weights-badge.tsx';

interface VersionsTableProps {
  readonly line: string;
  readonly versions: readonly Version[];
  readonly mayDecide: boolean;
  readonly onDecide: (decision: Decision) => void;
  readonly onShow: (version: Version) => void;
}

export function VersionsTable({ line, versions, mayDecide, onDecide, onShow }: VersionsTableProps) {
  const t = useTranslations('registry');
  const instant = useInstant();
  const nameOf = useMeasuredSet();
  const columns: Column<Version>[] = [
    {
      id: 'version',
      header: t('columns.version'),
      rowHeader: true,
      cell: (one) => (
        <UnstyledButton
          className={styles['open']}
          onClick={() => onShow(one)}
          aria-label={t('details', { line, version: one.version })}
        >
          {`v${one.version}`} <code>{one.modelId}</code>
        </UnstyledButton>
      ),
    },
    {
      id: 'status',
      header: t('columns.status'),
      cell: ({ status, refusal }) => (
        <Group gap={4} wrap="nowrap">
          <StatusMark status={status} />
          {refusal !== null && (
            <IconAlertTriangle size={16} role="img" aria-label={t('cannotRun', { refusal })}>
              <title>{t('cannotRun', { refusal })}</title>
            </IconAlertTriangle>
          )}
        </Group>
      ),
    },
    {
      id: 'weights',
      header: t('columns.weights'),
      folds: true,
      cell: ({ weights }) => <WeightsBadge weights={weights} />,
    },
    {
      id: 'trainedOn',
      header: t('columns.trainedOn'),
      folds: true,
      cell: ({ trainedOn, outcomesAreOpen }) =>
        trainedOn ? t('trainedOnShort', { n: trainedOn.n }) : t(outcomesAreOpen ? 'notReported' : 'notOpen'),
    },
    {
      id: 'threshold',
      header: t('columns.threshold'),
      align: 'right',
      cell: ({ threshold }) => showThreshold(threshold),
    },
    {
      id: 'auc',
      header: t('columns.auc'),
      align: 'right',
      cell: ({ evaluations: [first], outcomesAreOpen }) =>
        first
          ? `${showEstimate(first.auc, first.aucLower, first.aucUpper, 3)} · ${nameOf(first.set)}, n = ${first.n}`
          : t(outcomesAreOpen ? 'notMeasured' : 'notOpen'),
    },
    {
      id: 'registered',
      header: t('columns.registered'),
      folds: true,
      cell: ({ registeredAt, registeredBy }) => `${instant(registeredAt)} · ${registeredBy ?? t('notOpen')}`,
    },
    ...(mayDecide ? [actions()] : []),
  ];
  return (
    <DataTable
      columns={columns}
      rows={versions}
      rowKey={({ id }) => id}
      caption={t('versionsOf', { line })}
      hideCaption
      dense
      foldBelow="wide"
      maxHeight={420}
    />
  );

  function actions(): Column<Version> {
    return {
      id: 'actions',
      header: t('columns.actions'),
      cell: (version) => (
        <Group gap={4} wrap="nowrap">
          {version.status !== 'active' && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={version.refusal !== null}
              onClick={() => onDecide({ kind: 'activate', version })}
              aria-label={t('activateVersion', { line, version: version.version })}
            >
              {t('activate')}
            </Button>
          )}
          {version.status !== 'retired' && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="red"
              onClick={() => onDecide({ kind: 'retire', version })}
              aria-label={t('retireVersion', { line, version: version.version })}
            >
              {t('retire')}
            </Button>
          )}
        </Group>
      ),
    };
  }
}

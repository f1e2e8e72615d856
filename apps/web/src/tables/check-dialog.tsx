'use client';
import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import styles from './check-dialog.module.css';
import { CopyIcon } from '@/ui/copy-icon.tsx';
import { type Checked, type InR } from './in-r.ts';
import { useCheck } from './use-check.ts';

interface CheckDialogProps {
  /** The table or figure that is checked. */
  readonly of: string;
  readonly check: InR['check'];
  readonly onClose: () => void;
  /** Where it can be run elsewhere. */
  readonly onSaveScript?: () => void;
}

/** Has R repeat every number on the server, and shows what came of it. */
export function CheckDialog({ of, check, onClose, onSaveScript }: CheckDialogProps) {
  const t = useTranslations('tables.check');
  const { state, again } = useCheck(check);
  const isRunning = state.is === 'running';
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={600}>{t('title')}</Text>}
      size="lg"
      centered
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t(isRunning ? 'cancel' : 'close') }}
    >
      <Stack gap="md" data-check={state.is === 'done' ? state.check.outcome : state.is}>
        <Text size="sm" c="var(--text-quiet)">
          {of}
        </Text>
        {isRunning ? (
          <Stack gap="xs">
            <Text size="sm">{t('running')}</Text>
            <Progress value={100} animated striped size="sm" aria-label={t('running')} />
            <Text size="xs" c="var(--text-quiet)">
              {t('elapsed', { seconds: state.seconds })}
            </Text>
          </Stack>
        ) : null}
        <div role="status" aria-live="polite">
          {state.is === 'done' ? <Result check={state.check} /> : null}
        </div>
        {state.is === 'refused' ? (
          <ErrorState code={state.code} onRetry={again}>
            {state.code === 'TOO_MANY_REQUESTS' ? <Text size="sm">{t('tooMany')}</Text> : null}
          </ErrorState>
        ) : null}
        <Group justify="flex-end">
          {state.is === 'done' && onSaveScript ? (
            <Button variant="default" onClick={onSaveScript}>
              {t('saveScript')}
            </Button>
          ) : null}
          {state.is === 'done' ? (
            <Button variant="default" onClick={again}>
              {t('again')}
            </Button>
          ) : null}
          <Button variant={isRunning ? 'default' : 'filled'} onClick={onClose} data-autofocus>
            {t(isRunning ? 'cancel' : 'close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type Difference = Checked['differences'][number];

function Result({ check }: { readonly check: Checked }) {
  const t = useTranslations('tables.check');
  const list = useFormatter();
  const { outcome, engine, engines, rVersion, packages, lacks, total, agreed, differences, reason } = check;
  const tone = outcome === 'AGREES' ? 'agrees' : outcome === 'DIFFERS' ? 'differs' : 'other';
  const Icon = { agrees: IconCheck, differs: IconX, other: IconAlertTriangle }[tone];
  const used = packages.length > 0 ? t('packages', { packages: list.list(packages) }) : t('base');
  const columns: Column<Difference>[] = [
    { id: 'what', header: t('what'), rowHeader: true, wraps: true, cell: ({ what }) => what },
    { id: 'place', header: t('place'), align: 'right', folds: true, cell: ({ place }) => place },
    { id: 'r', header: 'R', align: 'right', cell: ({ r }) => r },
    { id: 'portal', header: t('portal'), align: 'right', cell: ({ portal }) => portal },
  ];
  return (
    <Stack gap="sm">
      <div className={styles['result']}>
        <span className={styles['mark']} data-tone={tone}>
          <Icon size={28} aria-hidden />
        </span>
        <div>
          <div className={styles['said']}>
            {t(`outcomes.${outcome}`, { agreed, total, packages: list.list(lacks) })}
          </div>
          {engine && rVersion !== null ? (
            <div className={styles['engine']}>{`${t(`engines.${engine}`, { version: rVersion })}, ${used}`}</div>
          ) : null}
        </div>
      </div>
      <Text size="sm">
        {t(`explained.${outcome}`, { agreed, total })}
        {engines.length > 1 ? ` ${t('repeated', { engines: list.list(engines) })}` : ''}
      </Text>
      {outcome === 'AGREES' && rVersion !== null ? (
        <div className={styles['sentence']}>
          <Text size="sm">{t('sentence', { total, version: rVersion })}</Text>
          <CopyIcon
            text={t('sentence', { total, version: rVersion })}
            label={t('copySentence')}
            done={t('copiedSentence')}
          />
        </div>
      ) : null}
      {reason !== null ? <pre className={styles['reason']}>{reason}</pre> : null}
      {differences.length > 0 ? (
        <DataTable
          columns={columns}
          rows={differences}
          rowKey={({ what, place }) => `${what} ${place}`}
          caption={t('differences', { shown: differences.length, all: total - agreed })}
          dense
          foldBelow="medium"
          maxHeight={320}
        />
      ) : null}
    </Stack>
  );
}

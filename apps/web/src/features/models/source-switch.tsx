'use client';
import { Group, SegmentedControl, Text } from '@mantine/core';
import { IconCpu, IconFileImport } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type ScoreSource } from './evaluation.ts';
import styles from './models.module.css';
import { WeightsBadge } from './weights-badge.tsx';

interface SourceSwitchProps {
  readonly sources: readonly ScoreSource[];
  readonly chosen: ScoreSource;
  readonly onChoose: (id: string) => void;
}

export function SourceSwitch({ sources, chosen, onChoose }: SourceSwitchProps) {
  const t = useTranslations('models');
  return (
    <SegmentedControl
      size="xs"
      value={chosen.id}
      onChange={onChoose}
      data={sources.map(({ id, kind, n, modelName }) => ({
        value: id,
        label: `${kind === 'imported' ? t('source.imported') : t('source.portal', { name: modelName })} (${n})`,
      }))}
      aria-label={t('source.label')}
    />
  );
}

/** Whose scores these are: never left to guess, since the two kinds mean different things. */
export function SourceNote({ source }: { source: ScoreSource }) {
  const t = useTranslations('models');
  const imported = source.kind === 'imported';
  const Icon = imported ? IconFileImport : IconCpu;
  return (
    <Group className={styles['note'] ?? ''} gap="xs" wrap="wrap" role="note">
      <Icon size={18} aria-hidden />
      <Text size="sm" className={styles['noteText'] ?? ''}>
        <strong>{source.modelName}.</strong> {imported ? t('source.importedNote') : t('source.portalNote')}
        {imported && source.synthetic && ` ${t('source.importedSynthetic')}`}
      </Text>
      {!imported && <WeightsBadge weights={source.weights} />}
    </Group>
  );
}

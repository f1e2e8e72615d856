'use client';
import { Group, SegmentedControl, Text } from '@mantine/core';
import { IconCpu, IconFileImport, IconStethoscope } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type ScoreSource } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';
import { useSourceName } from './use-source-name.ts';
import { WeightsBadge } from './weights-badge.tsx';

interface SourceSwitchProps {
  readonly sources: readonly ScoreSource[];
  readonly chosen: ScoreSource;
  readonly onChoose: (id: string) => void;
}

export function SourceSwitch({ sources, chosen, onChoose }: SourceSwitchProps) {
  const t = useTranslations('models');
  const nameOf = useSourceName();
  return (
    <SegmentedControl
      size="xs"
      value={chosen.id}
      onChange={onChoose}
      data={sources.map((source) => ({ value: source.id, label: `${nameOf(source)} (${source.n})` }))}
      aria-label={t('source.label')}
    />
  );
}

/** Whose scores these are: always stated, since the two kinds mean different things. */
export function SourceNote({ source }: { source: ScoreSource }) {
  const t = useTranslations('models');
  const nameOf = useSourceName();
  const imported = source.kind === 'imported';
  const isClinical = source.kind === 'clinical';
  const Icon = imported ? IconFileImport : isClinical ? IconStethoscope : IconCpu;
  const origin = imported ? 'source.importedNote' : isClinical ? 'source.clinicalNote' : 'source.portalNote';
  return (
    <Group className={styles['note'] ?? ''} gap="xs" wrap="wrap" role="note">
      <Icon size={18} aria-hidden />
      <Text size="sm" className={styles['noteText'] ?? ''}>
        <strong>{isClinical ? nameOf(source) : source.modelName}.</strong> {t(origin)}
        {imported && source.synthetic && ` ${t('source.importedSynthetic')}`}
      </Text>
      {!imported && !isClinical && <WeightsBadge weights={source.weights} />}
    </Group>
  );
}

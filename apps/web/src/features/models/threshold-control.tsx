'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, NumberInput, Slider, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { roundTo } from '@/numbers/round.ts';
import { showScore, showThreshold } from '@/numbers/show.ts';
import { onOpening } from '@/ui/on-opening.tsx';
import { type Evaluation, type ScoreSource } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';
import { type ThresholdDrawerProps } from './threshold-drawer.tsx';
import { ThresholdOrigin } from './threshold-origin.tsx';
import { thresholdProposalsQuery } from './threshold-queries.ts';
import { type Asked } from './use-evaluated.ts';

const ThresholdDrawer = onOpening<ThresholdDrawerProps>(
  async () => (await import('./threshold-drawer.tsx')).ThresholdDrawer,
);

interface ThresholdControlProps {
  readonly asked: Asked;
  /** Null until the cases are here. */
  readonly evaluation: Evaluation | null;
  /** Null while none is known and none has been chosen. */
  readonly value: number | null;
  /** True while the source's own threshold is in use. */
  readonly isOwn: boolean;
  readonly source: ScoreSource;
  readonly positiveClass: string | null;
  /** Null returns to the source's own. */
  readonly onChange: (threshold: number | null) => void;
}

/** Where the handle is before anything is chosen. */
const middle = 0.5;

/** One threshold for curve, matrix, measures and cases; nothing stored changes. */
export function ThresholdControl(props: ThresholdControlProps) {
  const { value, isOwn, source, asked, evaluation, positiveClass, onChange } = props;
  const t = useTranslations('models');
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(thresholdProposalsQuery, { variables: { study: asked.study, source: source.id } });
  const proposals = data?.thresholdProposals.filter(({ withdrawnAt }) => withdrawnAt === null) ?? [];
  const marks = [source.threshold, ...proposals.map(({ threshold }) => threshold)].flatMap((at) => at ?? []);
  const say = useSay();
  const { thresholdProvenanceStatement: provenance } = source;
  return (
    <section className={styles['threshold']} aria-label={t('threshold.label')}>
      <Group gap="sm" wrap="nowrap" align="center">
        <Text size="sm" fw={600} className={styles['fixed'] ?? ''}>
          {t('threshold.label')}
        </Text>
        <Slider
          className={styles['slider'] ?? ''}
          min={0}
          max={1}
          step={0.001}
          value={value ?? middle}
          onChange={onChange}
          label={(at) => showScore(at)}
          thumbLabel={t('threshold.label')}
          marks={[...new Set(marks)].map((at) => ({ value: at }))}
          restrictToMarks={false}
        />
        <NumberInput
          className={styles['number'] ?? ''}
          size="xs"
          min={0}
          max={1}
          step={0.001}
          decimalScale={6}
          clampBehavior="strict"
          value={value === null ? '' : roundTo(value, 6)}
          onChange={(next) => typeof next === 'number' && onChange(next)}
          aria-label={t('threshold.number')}
        />
        <Button size="compact-xs" variant="default" disabled={isOwn} onClick={() => onChange(null)}>
          {source.threshold === null
            ? t('threshold.clear')
            : t('threshold.reset', { value: showThreshold(source.threshold) })}
        </Button>
      </Group>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <div className={styles['about'] ?? ''}>
          <Text size="xs" c="var(--text-quiet)">
            {positiveClass !== null &&
              value !== null &&
              `${t('threshold.rule', { value: showThreshold(value), positiveClass })} `}
            {source.threshold === null
              ? t('threshold.notDeclared')
              : t('threshold.provenance', {
                  value: showThreshold(source.threshold),
                  provenance: provenance ? say(provenance) : t('threshold.noProvenance'),
                })}
          </Text>
          <ThresholdOrigin asked={asked} threshold={value} />
        </div>
        <Button
          size="compact-xs"
          variant="default"
          flex="none"
          mt={2}
          disabled={evaluation === null}
          onClick={() => setOpen(true)}
        >
          {proposals.length === 0 ? t('proposals.open') : t('proposals.openCount', { n: proposals.length })}
        </Button>
      </Group>
      {isOpen && evaluation !== null ? (
        <ThresholdDrawer
          source={source}
          asked={asked}
          evaluation={evaluation}
          threshold={value}
          onThreshold={onChange}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </section>
  );
}

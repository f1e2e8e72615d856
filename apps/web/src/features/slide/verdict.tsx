'use client';
import { Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { missing, showScore } from '@/numbers/show.ts';
import { type SlideDetail } from './slide.ts';
import { type Run } from '@/runs/run.ts';
import styles from './verdict.module.css';

interface VerdictProps {
  readonly slide: SlideDetail;
  /** The run whose score is told; null if there is none. */
  readonly run: Run | null;
  /** Whether the best response is in the positive class; null if it is in neither. */
  readonly truth: boolean | null;
}

/** Score and outcome of the slide in one line: what was predicted, what happened, and whether they agree. */
export function Verdict({ slide, run, truth }: VerdictProps) {
  const t = useTranslations('slides');
  const called = typeof run?.prps !== 'number' || run.threshold === null ? null : run.prps >= run.threshold;
  const cell = called === null || truth === null ? null : cellName(truth, called);
  return (
    <dl className={styles['strip']}>
      <Fact term={t('verdict.score')} value={showScore(run?.prps)} note={scoreNote()} isCaution={run !== null} />
      {run === null ? null : <Fact term={t('verdict.model')} value={nameOf(run)} />}
      <Fact term={t('verdict.predicted')} value={run?.predictedClass ?? missing} />
      <Fact term={t('verdict.response')} value={slide.bestResponse ?? t('verdict.notRecorded')} />
      <Fact term={t('verdict.arm')} value={slide.arm ?? missing} />
      <Fact term={t('verdict.agreement')} value={cell === null ? missing : t(`cells.${cell}`)} />
    </dl>
  );

  function scoreNote(): string | null {
    if (run === null) return t('verdict.noRun');
    return run.weights === 'synthetic' ? t('syntheticWeights') : null;
  }
}

/** The registered version; of what was removed since, the folder. */
function nameOf({ modelVersion, modelId }: Run): string {
  return modelVersion ? `${modelVersion.line} v${modelVersion.version}` : modelId;
}

interface FactProps {
  readonly term: string;
  readonly value: string;
  readonly note?: string | null;
  /** The note qualifies the value. */
  readonly isCaution?: boolean;
}

function Fact({ term, value, note = null, isCaution = false }: FactProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Group gap={6} align="baseline">
          <span className={styles['value']}>{value}</span>
          {note !== null && (
            <Text span size="xs" c={isCaution ? 'var(--synthetic-text)' : 'var(--text-quiet)'}>
              {note}
            </Text>
          )}
        </Group>
      </dd>
    </div>
  );
}

export type CellName = 'truePositive' | 'falsePositive' | 'falseNegative' | 'trueNegative';

export function cellName(truth: boolean, called: boolean): CellName {
  if (truth) return called ? 'truePositive' : 'falseNegative';
  return called ? 'falsePositive' : 'trueNegative';
}

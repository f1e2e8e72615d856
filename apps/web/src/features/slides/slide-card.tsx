'use client';
import { Text } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { showScore } from '@/numbers/show.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { agreementOf } from './gallery-filter.ts';
import { byNewest, newestScored } from '@/runs/run.ts';
import { RunStatus } from '@/runs/run-status.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type SlideRow } from './slide-row.ts';
import { useSetName } from './use-set-name.ts';
import styles from './slides-gallery.module.css';
import { thumbnailUrl } from '@/slide-image/viewer/tile-url.ts';

/** A slide at a glance: its picture, its patient, what was predicted and what happened. */
export function SlideCard({ slide, study, from }: { slide: SlideRow; study: string; from: string }) {
  const t = useTranslations('slides');
  const setName = useSetName();
  const latest = byNewest(slide.inferences)[0] ?? null;
  const scored = newestScored(slide.inferences);
  return (
    <Link href={`${studyPath(study, 'slides', slide.id)}${from}`} className={styles['card']}>
      <img src={thumbnailUrl(slide.id)} alt="" loading="lazy" className={styles['picture']} />
      <div className={styles['text']}>
        <Text fw={600}>{slide.barcode}</Text>
        <Text size="xs" c="var(--text-quiet)">
          {[
            slide.patientCode === slide.barcode ? null : slide.patientCode,
            slide.centre,
            slide.arm,
            slide.evaluationSet && setName(slide.evaluationSet),
            slide.file?.synthetic === true && t('slide.syntheticImage'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Text size="xs">
          {slide.bestResponse === null
            ? t('gallery.noResponse')
            : t('gallery.response', { response: slide.bestResponse })}
          {scored !== null &&
            scored.predictedClass !== null &&
            ` · ${t('gallery.predicted', { predicted: scored.predictedClass })}`}
        </Text>
        <div className={styles['foot']}>
          {scored === null ? null : <Agreement slide={slide} />}
          {latest === null ? (
            <Text size="xs" c="var(--text-quiet)">
              {t('gallery.notRun')}
            </Text>
          ) : (
            // A score already implies that a run is done.
            latest !== scored && <RunStatus status={latest.status} />
          )}
          {typeof scored?.prps === 'number' && (
            <Text size="sm" fw={700} className={styles['score'] ?? ''}>
              PRPS {showScore(scored.prps)}
            </Text>
          )}
        </div>
        {scored?.weights === 'synthetic' && (
          <Text size="xs" c="var(--synthetic-text)">
            {t('syntheticWeights')}
          </Text>
        )}
      </div>
    </Link>
  );
}

function Agreement({ slide }: { slide: SlideRow }) {
  const t = useTranslations('slides.gallery');
  const agreement = agreementOf(slide);
  if (agreement === null) return null;
  const Icon = agreement === 'right' ? IconCheck : IconX;
  return (
    <StatusBadge tone={agreement === 'right' ? 'good' : 'attention'} mark={<Icon size={12} aria-hidden />}>
      {t(agreement)}
    </StatusBadge>
  );
}

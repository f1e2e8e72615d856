'use client';
import { Anchor, Stack } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { studyPath } from '@/session/study-path.ts';
import { Panel } from '@/ui/panel.tsx';
import { type SlideDetail } from '../slide.ts';
import { type SlideRuns } from '../use-slide-runs.ts';
import { Verdict } from '../verdict.tsx';
import { CaseCourse } from './case-course.tsx';
import { CaseScore } from './case-score.tsx';
import { OtherSourceNote } from './other-source-note.tsx';

/** The patient at a glance: what was predicted and what happened, the score among all, the course against the arms. */
export function CasePanel({ slide, shown }: { slide: SlideDetail; shown: SlideRuns }) {
  const t = useTranslations('stage');
  const { mapped, classes, truth, otherSource } = shown;
  return (
    <Panel
      title={t('case.title')}
      actions={
        <Anchor component={Link} href={studyPath(slide.study, 'patients', slide.patientId)} size="sm">
          {slide.patientCode}
        </Anchor>
      }
    >
      <Stack gap="xs">
        {otherSource === null ? null : <OtherSourceNote slide={slide} source={otherSource} />}
        <Verdict slide={slide} run={mapped} truth={truth} />
        {mapped !== null && classes !== null && (
          <CaseScore slide={slide} run={mapped} classes={classes} truth={truth} />
        )}
        <CaseCourse slide={slide} />
      </Stack>
    </Panel>
  );
}

'use client';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { AddSlideImage } from '@/sending/upload/add-slide-image.tsx';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { BackLink } from './back-link.tsx';
import { CasePanel } from './case/case-panel.tsx';
import { SlideFacts } from './slide-facts.tsx';
import { SlideStage } from './slide-stage.tsx';
import { type SlideDetail } from './slide.ts';
import { useSlideRuns } from './use-slide-runs.ts';

/** The slide once it is here: on its stage, or, where the portal holds no image, what is known of it. */
export function SlideShown({ slide }: { slide: SlideDetail }) {
  const { file } = slide;
  return file === null ? <WithoutImage slide={slide} /> : <SlideStage slide={{ ...slide, file }} />;
}

function WithoutImage({ slide }: { slide: SlideDetail }) {
  const t = useTranslations('slides');
  const { writableCentres } = useStudy();
  const shown = useSlideRuns(slide);
  return (
    <>
      <PageTitle title={t('slide.title', { code: slide.barcode })}>
        <BackLink study={slide.study} />
      </PageTitle>
      <Stack gap="sm" maw="60rem">
        <Panel>
          <EmptyState title={t('slide.noFile')} text={t('slide.noFileText')} />
          {writableCentres.includes(slide.centre) && <AddSlideImage slide={slide} />}
        </Panel>
        <CasePanel slide={slide} shown={shown} />
        <Panel title={t('slide.facts')}>
          <SlideFacts slide={slide} />
        </Panel>
      </Stack>
    </>
  );
}

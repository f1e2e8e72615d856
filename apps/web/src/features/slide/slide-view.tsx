'use client';
import { useQuery } from '@apollo/client/react';
import { Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { BackLink } from './back-link.tsx';
import { slideQuery } from './query.ts';
import { SlideLoading } from './slide-loading.tsx';

const SlideShown = besideAnswer(async () => (await import('./slide-shown.tsx')).SlideShown, <SlideLoading />);

/** One slide: the image, the run that scores it, and where its score falls among the scored. */
export function SlideView({ slideId }: { slideId: string }) {
  const t = useTranslations('slides');
  const { code: study } = useStudy();
  const { data, error, refetch } = useQuery(slideQuery, { variables: { id: slideId } });
  if (data) return <SlideShown key={data.slide.id} slide={data.slide} />;
  if (error) {
    return (
      <ErrorState code={errorCode(error)} onRetry={() => void refetch()}>
        <BackLink study={study} />
      </ErrorState>
    );
  }
  return (
    <SlideLoading
      head={
        <>
          <Title order={1} size="h4">
            {t('slide.title', { code: '…' })}
          </Title>
          <BackLink study={study} />
        </>
      }
    />
  );
}

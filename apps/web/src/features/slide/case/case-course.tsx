'use client';
import { useQuery } from '@apollo/client/react';
import { Skeleton, Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { CourseChart } from '@/charts/course-chart.tsx';
import { useWidth } from '@/charts/use-room.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing } from '@/numbers/show.ts';
import { showMonths, toMonths } from '@/numbers/to-months.ts';
import { useStudy } from '@/session/session.tsx';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type SlideDetail } from '../slide.ts';
import styles from './case.module.css';
import { caseCourseQuery } from './query.ts';

const heightPx = 165;

/** Overall survival of the arms, as the page of survival counts it, with the patient's own time on it. */
export function CaseCourse({ slide }: { slide: SlideDetail }) {
  const t = useTranslations('stage');
  const say = useSay();
  const scheme = useShownScheme();
  const { arms } = useStudy();
  const place = useRef<HTMLDivElement>(null);
  const widthPx = Math.floor(useWidth(place));
  const { data, error, refetch } = useQuery(caseCourseQuery, {
    variables: { study: slide.study, patientId: slide.patientId, drawing: { width: 512 } },
  });
  const survival = useMemo(() => (data ? unpackCurves(data.survival) : null), [data]);
  if (!data && error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const outcome = data?.patient.outcome ?? null;
  const codes = arms.map(({ code }) => code).toSorted();
  const monthDays = survival?.monthDays ?? 30.4375;
  const own =
    outcome === null || outcome.osDays === null || outcome.osEvent === null
      ? null
      : { months: toMonths(outcome.osDays, monthDays), died: outcome.osEvent };
  const ownLabel =
    own === null
      ? t('case.noTime')
      : t(own.died ? 'case.died' : 'case.alive', { months: showMonths(outcome?.osDays, monthDays) });
  const curves = (survival?.curves ?? []).map(({ label, n, days, survival: shares }) => ({
    label,
    n,
    style: Math.max(0, codes.indexOf(label)),
    isOwn: label === slide.arm,
    months: days.map((day) => toMonths(day, monthDays)),
    survival: shares,
  }));
  const groups = curves.map(({ label, n }) => t('case.group', { label, n })).join(' · ');
  return (
    <figure className={styles['figure']}>
      <div ref={place} style={{ minHeight: heightPx }}>
        {survival === null ? (
          <Skeleton height={heightPx} />
        ) : (
          widthPx > 0 && (
            <CourseChart
              curves={curves}
              own={own && { ...own, label: ownLabel }}
              xTitle={t('case.months', { timeZero: say(survival.timeZeroStatement) })}
              yTitle={t('case.os')}
              summary={t('case.course', { groups, own: ownLabel })}
              {...{ scheme, widthPx, heightPx }}
            />
          )
        )}
      </div>
      <Text component="figcaption" size="xs" c="var(--text-quiet)">
        {survival === null ? '…' : t('case.courseNote', { groups, arm: slide.arm ?? missing, own: ownLabel })}
      </Text>
    </figure>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { Figure } from '@/charts/figure.tsx';
import { armStyle, figureInk, type Scheme } from '@/charts/series-style.ts';
import { SpiderChart, spiderHeight } from '@/charts/spider-chart.tsx';
import { WaterfallChart, waterfallHeight } from '@/charts/waterfall-chart.tsx';
import { type ResponseCourseFilesQueryVariables } from '@/graphql/generated/graphql.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useSay } from '@/i18n/use-say.ts';
import { inFileName } from '@/selection/compared.tsx';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { useInR } from '@/tables/in-r.ts';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Course, responseCourseFilesQuery, responseCourseQuery } from './query.ts';
import styles from './response-page.module.css';
import { type CourseWords, spiderOf, spiderTable, undrawnOf, waterfallOf, waterfallTable } from './to-course.ts';
import { useResponseState } from './use-response-state.ts';

/** Best change and change over time, patient by patient, for the selection and its groups. */
export function CourseFigures() {
  const t = useTranslations('response');
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { groupBy } = useResponseState();
  const variables = { study: study.code, cohort: input, groupBy, snapshot };
  const { data, previousData, error, refetch } = useQuery(responseCourseQuery, { variables });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const course = (data ?? previousData)?.responseCourse;
  if (!course) {
    return (
      <div className={styles['stack']}>
        <LoadingState height={520} />
        <LoadingState height={520} />
      </div>
    );
  }
  const why = course.isTooMany
    ? t('tooMany', { n: course.n, most: course.mostPatients })
    : course.patients.length === 0
      ? course.n === 0
        ? t('empty')
        : t('nothingKnown', { n: course.n })
      : null;
  return (
    <div className={styles['stack']}>
      <LeftOut population={course.population} />
      {why ? (
        <Panel title={t('waterfall.title')}>
          <EmptyState title={t('emptyTitle')} text={why} />
        </Panel>
      ) : (
        <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
          <FigureLanguages>
            <Waterfall course={course} variables={variables} />
          </FigureLanguages>
          <FigureLanguages>
            <Spider course={course} variables={variables} />
          </FigureLanguages>
        </Kept>
      )}
    </div>
  );
}

interface CourseFigureProps {
  readonly course: Course;
  readonly variables: ResponseCourseFilesQueryVariables;
}

function Waterfall({ course, variables }: CourseFigureProps) {
  const t = useTranslations('response');
  const { shared, wordsOf, headings, onOpen } = useCourseFigure(course, 'waterfall', variables);
  const words = wordsOf('light');
  return (
    <Figure
      {...shared}
      viewKey="waterfall"
      table={waterfallTable(course, words, headings)}
      heightOf={(widthPx) => waterfallHeight(course.groups.length, widthPx)}
      draw={(drawing) => (
        <WaterfallChart
          {...drawing}
          facets={waterfallOf(course, wordsOf(drawing.scheme))}
          texts={{ y: t('waterfall.y'), hint: t('waterfall.hint'), summary: shared.title }}
          onOpen={onOpen}
        />
      )}
    />
  );
}

function Spider({ course, variables }: CourseFigureProps) {
  const t = useTranslations('response');
  const { shared, wordsOf, headings, onOpen } = useCourseFigure(course, 'spider', variables);
  const words = wordsOf('light');
  return (
    <Figure
      {...shared}
      viewKey="spider"
      table={spiderTable(course, words, { ...headings, day: t('columns.imageDay'), change: t('columns.change') })}
      heightOf={(widthPx) => spiderHeight(course.groups.length, widthPx)}
      draw={(drawing) => (
        <SpiderChart
          {...drawing}
          facets={spiderOf(course, wordsOf(drawing.scheme))}
          texts={{
            x: t('spider.x'),
            y: t('spider.y'),
            hint: t('spider.hint'),
            progression: t('spider.progression'),
            summary: shared.title,
          }}
          onOpen={onOpen}
        />
      )}
    />
  );
}

/** What both figures say alike: title, whom they show, who is missing and why, by which method. */
function useCourseFigure(course: Course, figure: 'waterfall' | 'spider', variables: ResponseCourseFilesQueryVariables) {
  const t = useTranslations('response');
  const say = useSay();
  const router = useRouter();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const origin = useOrigin();
  const by = course.groupBy ?? null;
  const groupName = (value: string) => (by ? labels.shortValue(by, value) : t('everybody'));
  const arms = study.arms.map(({ code }) => code).toSorted();
  const wordsOf = (scheme: Scheme): CourseWords => ({
    group: groupName,
    color: (value) => (by === 'arm' ? armStyle(Math.max(0, arms.indexOf(value)), scheme).text : figureInk[scheme].text),
    note: (n, undrawn) => (undrawn > 0 ? t('noteMissing', { n, undrawn }) : t('note', { n })),
    bar: (code, change, response) => t('waterfall.bar', { code, change, response }),
    line: (code, response, changes) => t('spider.line', { code, response, changes }),
    notEvaluable: t('notEvaluable'),
  });
  const undrawn = undrawnOf(course);
  const inR = useInR(responseCourseFilesQuery, variables, (data) => data.responseCourse.files);
  const title = by ? t(`${figure}.titleBy`, { variable: inSentence(labels.variable(by)) }) : t(`${figure}.title`);
  const caption = [
    t('drawn', { drawn: undrawn.drawn, n: undrawn.n }) +
      (undrawn.drawn < undrawn.n
        ? ` ${t('undrawn', { image: undrawn.image, baseline: undrawn.baseline, sum: undrawn.sum })}`
        : ''),
    ...(course.ungrouped > 0 && by ? [t('ungrouped', { n: course.ungrouped, variable: labels.variable(by) })] : []),
    t(`${figure}.reading`),
    ...course.statements.map(say),
    ...course.population.map(say),
    ...(course.groups.length > 1 ? [t('observational')] : []),
  ];
  const fileName = `${study.code}-${figure}${by ? `-${inFileName(by)}` : ''}`;
  return {
    wordsOf,
    headings: {
      patient: t('columns.patient'),
      group: by ? labels.variable(by) : t('columns.group'),
      response: t('columns.response'),
      change: t('columns.bestChange'),
      day: t('columns.day'),
      progressed: t('columns.progressed'),
    },
    onOpen: (id: string) => router.push(studyPath(study.code, 'patients', id)),
    shared: {
      title,
      caption,
      provenance: origin(
        t('provenance', { study: study.code, version: course.dataVersion, selection, recipe: course.recipe }),
      ),
      isSynthetic: study.synthetic,
      fileName,
      reproduces: inR.files,
      controls: <ScriptFiles of={title} fileName={fileName} head={[title, ...caption]} rows={undrawn.n} inR={inR} />,
    },
  };
}

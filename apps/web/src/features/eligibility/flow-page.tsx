'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Button, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { FlowChart, flowHeight } from '@/charts/flow-chart.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type PatientFlowQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { useCentresWith, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { FlowShape } from './flow-shape.tsx';
import { patientFlowQuery } from './query.ts';
import { flowRows, type FlowWords, toPicture } from './to-picture.ts';

/** Who was screened, who left and why, and who is analysed: from the records at each visit. */
export function FlowPage() {
  const t = useTranslations('eligibility.flow');
  const { code } = useStudy();
  const words = useFlowWords();
  const { data, error, refetch } = useQuery(patientFlowQuery, {
    variables: { study: code },
    fetchPolicy: 'cache-and-network',
  });
  const isEmpty = data?.patientFlow.common[0]?.n === 0;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Button component={Link} href={studyPath(code, 'screening')} variant="default" size="xs">
          {t('toScreening')}
        </Button>
        <Button component={Link} href={studyPath(code, 'criteria')} variant="default" size="xs">
          {t('toCriteria')}
        </Button>
      </PageTitle>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data && isEmpty ? (
        <Panel>
          <EmptyState title={t('none')} text={t('noneText')} />
        </Panel>
      ) : null}
      {data && !isEmpty ? (
        <Kept freshness={freshnessOf({ data, error })}>
          <FigureLanguages>
            <FlowFigure answer={data} />
          </FigureLanguages>
        </Kept>
      ) : null}
      {!data && !error ? <FlowShape title={t('figure')} words={words} /> : null}
    </>
  );
}

function FlowFigure({ answer }: { answer: PatientFlowQuery }) {
  const t = useTranslations('eligibility.flow');
  const say = useSay();
  const router = useRouter();
  const study = useStudy();
  const { list } = useFormatter();
  const words = useFlowWords();
  const readable = useCentresWith('readRecords');
  const { patientFlow: flow, eligibilityRules: rules } = answer;
  const picture = toPicture(flow, words, {
    cohort: studyPath(study.code, 'cohort'),
    screening: studyPath(study.code, 'screening'),
  });
  const nOf = (key: string) => flow.common.find((step) => step.key === key)?.n ?? 0;
  const reach = flow.coversStudy ? t('all') : t('own', { centres: list([...new Set(readable)]) });
  const notes = [...flow.statements, ...rules.statements].map(say);
  return (
    <>
      <Figure
        title={t('figure')}
        caption={[reach, ...notes, t('caption', { version: flow.dataVersion })]}
        captionOnPage={[reach, t('caption', { version: flow.dataVersion })]}
        provenance={[t('provenance', { study: study.code })]}
        isSynthetic={study.synthetic}
        fileName={`${study.code}-flow`}
        table={{
          columns: [
            { file: 'arm', header: t('table.arm') },
            { file: 'step', header: t('table.step') },
            { file: 'counted', header: t('table.what') },
            { file: 'reason', header: t('table.reason') },
            { file: 'n', header: t('table.n') },
          ],
          rows: flowRows(flow, words, t('table.stays'), t('table.leaves')),
        }}
        viewKey="view"
        heightOf={(widthPx) => flowHeight(picture, widthPx)}
        draw={({ scheme, widthPx, isExport }) => (
          <FlowChart
            picture={picture}
            scheme={scheme}
            widthPx={widthPx}
            isExport={isExport}
            summary={t('summary', { screened: nOf('screened'), enrolled: nOf('enrolled'), counted: nOf('counted') })}
            onOpen={(href) => router.push(href)}
          />
        )}
      />
      <Alert role="note" variant="default" mt="md" icon={<IconInfoCircle aria-hidden />} title={t('notes')}>
        <List size="sm" spacing={4}>
          {notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      </Alert>
    </>
  );
}

const steps = ['screened', 'enrolled', 'counted', 'treated', 'followed', 'analysed'] as const;
const exits = ['screened', 'enrolled', 'counted', 'treated', 'followed'] as const;

function useFlowWords(): FlowWords {
  const t = useTranslations('eligibility.flow');
  const label = useLabel();
  const study = useStudy();
  return {
    step: (key) => t(`steps.${steps.find((one) => one === key) ?? 'analysed'}`),
    exit: (key) => t(`exits.${exits.find((one) => one === key) ?? 'followed'}`),
    arm: (code) => {
      const arm = study.arms.find((one) => one.code === code);
      return code === null ? t('noArm') : t('arm', { arm: arm ? `${code} · ${arm.label}` : code });
    },
    label,
    n: (n) => t('n', { n }),
    line: (text, n) => t('line', { label: text, n }),
    withSlide: (n) => t('withSlide', { n }),
    withScore: (n) => t('withScore', { n }),
    spoken: (title, n, lines) =>
      lines.length > 0 ? t('spokenMore', { title, n, lines: lines.join('; ') }) : t('spoken', { title, n }),
  };
}

'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Select } from '@mantine/core';
import { IconBuildingHospital } from '@tabler/icons-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { DataVersion } from '@/selection/data-version.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ClaimsTable } from './claims-table.tsx';
import { PapersPanel } from './papers-panel.tsx';
import { checkedPaperQuery, papersQuery } from './query.ts';
import { VerdictFilter } from './verdict-filter.tsx';
import { verdicts } from './verdicts.ts';
import styles from './claims-page.module.css';

const places = { paper: parseAsString, verdict: parseAsStringLiteral(verdicts) };

/** The numbers of a publication, recomputed from the records: what agrees, what does not, and why. */
export function ClaimsPage() {
  const t = useTranslations('claims');
  const { code: study } = useStudy();
  const [chosen, setChosen] = useQueryStates(places, { history: 'push' });
  const { data, error, refetch } = useQuery(papersQuery, { variables: { study }, fetchPolicy: 'cache-and-network' });
  const papers = data?.papers ?? [];
  const paper = papers.find(({ name }) => name === chosen.paper) ?? papers[0] ?? null;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
        {papers.length > 1 ? (
          <Select
            size="xs"
            aria-label={t('which')}
            allowDeselect={false}
            value={paper?.name ?? null}
            data={papers.map(({ name }) => name)}
            onChange={(name) => void setChosen({ paper: name, verdict: null })}
          />
        ) : null}
      </PageTitle>
      <div className={styles['stack']}>
        {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {data || error ? null : <Loading />}
        {paper ? (
          <CheckedPaper
            paper={paper.name}
            verdict={chosen.verdict}
            onVerdict={(verdict) => void setChosen({ verdict })}
          />
        ) : null}
        {data && !paper ? (
          <Panel>
            <EmptyState title={t('empty')} text={t('emptyText')} />
          </Panel>
        ) : null}
        {data ? (
          <PapersPanel
            papers={papers}
            paper={paper}
            onStored={(name) => void setChosen({ paper: name, verdict: null })}
          />
        ) : null}
      </div>
    </>
  );
}

interface CheckedPaperProps {
  readonly paper: string;
  readonly verdict: (typeof verdicts)[number] | null;
  readonly onVerdict: (verdict: (typeof verdicts)[number] | null) => void;
}

function CheckedPaper({ paper, verdict, onVerdict }: CheckedPaperProps) {
  const t = useTranslations('claims');
  const { code: study } = useStudy();
  const { snapshot } = useCohort();
  const { data, error, refetch } = useQuery(checkedPaperQuery, {
    variables: { study, paper, snapshot },
    fetchPolicy: 'cache-and-network',
  });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const checked = data.checkedPaper;
  if (!checked) {
    return (
      <Alert role="note" variant="default" icon={<IconBuildingHospital aria-hidden />}>
        {t('closed')}
      </Alert>
    );
  }
  return (
    <>
      <VerdictFilter checked={checked} chosen={verdict} onChoose={onVerdict} />
      <ClaimsTable checked={checked} verdict={verdict} />
    </>
  );
}

function Loading() {
  return (
    <Panel>
      <LoadingState height={420} lines={10} />
    </Panel>
  );
}

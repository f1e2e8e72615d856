'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { MissingAction } from '@/session/missing-action.tsx';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { ChainPanel } from './chain-panel.tsx';
import { auditAboutQuery, auditPageQuery } from './query.ts';
import { fileAddress, toFilter, useAuditFilter } from './use-audit-filter.ts';

const perPage = 50;

interface AuditPageProps {
  /** Null for what belongs to no study. */
  readonly study: Study | null;
  readonly title: string;
  readonly lead: string;
  /** Whether the whole trail is open to the reader, events among it. */
  readonly isWhole: boolean;
}

/** The entries of a trail, newest first; the filters are in the address. */
export function AuditPage({ study, title, lead, isWhole }: AuditPageProps) {
  const t = useTranslations('audit');
  const code = study?.code ?? null;
  const { state, change, turn, clear, isFiltered } = useAuditFilter();
  const about = useQuery(auditAboutQuery, { variables: { study: code } });
  const { data, previousData, error, refetch } = useQuery(auditPageQuery, {
    variables: { study: code, filter: toFilter(state), first: perPage, after: state.after || null },
    fetchPolicy: 'cache-and-network',
  });
  const shown = data ?? previousData;
  const entries = shown?.auditEntries ?? [];
  const count = shown?.auditCount;
  return (
    <>
      <PageTitle title={title} lead={lead}>
        {isWhole ? (
          <Button
            component="a"
            href={fileAddress(code, state)}
            download
            variant="default"
            title={t('exportTitle')}
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('export')}
          </Button>
        ) : (
          <MissingAction action={t('export')} right="readAudit" />
        )}
      </PageTitle>
      <Stack gap="md">
        {about.data?.auditChain ? <ChainPanel chain={about.data.auditChain} /> : null}
        <Panel
          title={t('filters.title')}
          note={count ? (count.isMore ? t('more', { n: count.n }) : t('count', { n: count.n })) : null}
        >
          <AuditFilters
            state={state}
            people={about.data?.auditPeople ?? []}
            study={study}
            withEvents={isWhole}
            onChange={change}
            onClear={isFiltered ? clear : null}
          />
        </Panel>
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {shown ? null : error ? null : <LoadingState height={480} lines={12} />}
        {shown && entries.length === 0 ? (
          <EmptyState title={t('none')} text={isFiltered ? t('noneText') : null} />
        ) : null}
        {entries.length > 0 ? <AuditTable entries={entries} study={study} /> : null}
        <Group component="nav" aria-label={t('pages')} justify="flex-end">
          {state.after ? (
            <Button variant="default" onClick={() => turn(null)}>
              {t('newest')}
            </Button>
          ) : null}
          {entries.length === perPage ? (
            <Button variant="default" onClick={() => turn(entries.at(-1)?.id ?? null)}>
              {t('older')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </>
  );
}

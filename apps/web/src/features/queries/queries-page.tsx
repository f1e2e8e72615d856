'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Checkbox, Group, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { queryStateLabels } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { dataQueriesQuery } from '@/queries/query.ts';
import { QueriesTable } from '@/queries/queries-table.tsx';
import { useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { formsOf } from '@/session/study-forms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { MoveMany } from './move-many.tsx';
import { OneByOne } from './one-by-one.tsx';
import { stateChoices, toFilter, useQueryFilter } from './use-query-filter.ts';
import { dataQueryCountsQuery } from './query.ts';
import { VerifiedShares } from './verified-shares.tsx';

const perPage = 50;

/** What was asked about the records of a study, the newest first; its filters are in the address. */
export function QueriesPage() {
  const t = useTranslations('queries');
  const label = useLabel();
  const study = useStudy();
  const mayRaise = useMay('raiseQueries');
  const { state, change, turn } = useQueryFilter();
  const mayEnter = useMay('enterRecords');
  const [openId, setOpenId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const counts = useQuery(dataQueryCountsQuery, { variables: { study: study.code }, fetchPolicy: 'cache-and-network' });
  const { data, previousData, error, refetch } = useQuery(dataQueriesQuery, {
    variables: { study: study.code, filter: toFilter(state), first: perPage, after: state.after || null },
    fetchPolicy: 'cache-and-network',
  });
  const shown = data ?? previousData;
  const queries = shown?.dataQueries ?? [];
  const counted = counts.data?.dataQueryCounts;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        {mayRaise ? (
          <Button
            component={Link}
            href={studyPath(study.code, 'queries', 'ask')}
            leftSection={<IconMessages size={16} aria-hidden />}
          >
            {t('askMany.open')}
          </Button>
        ) : null}
      </PageTitle>
      <Stack gap="md">
        <Panel title={t('filters')} note={counted ? t('counts', { ...counted }) : null}>
          <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
            <Select
              label={t('state')}
              value={state.state}
              allowDeselect={false}
              data={stateChoices.map((one) => ({
                value: one,
                label: one === 'waiting' || one === 'all' ? t(`states.${one}`) : label(queryStateLabels[one]),
              }))}
              onChange={(next) => change({ state: stateChoices.find((one) => one === next) ?? 'waiting' })}
            />
            <Select
              label={t('form')}
              value={state.form}
              allowDeselect={false}
              data={[
                { value: '', label: t('allForms') },
                ...formsOf(study).map((form) => ({ value: form.name, label: label(form.label) })),
              ]}
              onChange={(form) => change({ form: form ?? '' })}
            />
            <Select
              label={t('centre')}
              value={state.centre}
              allowDeselect={false}
              data={[
                { value: '', label: t('allCentres') },
                ...study.centres.map(({ code, name }) => ({ value: code, label: name })),
              ]}
              onChange={(centre) => change({ centre: centre ?? '' })}
            />
            {mayRaise ? (
              <Checkbox
                mt={{ base: 0, md: 'xl' }}
                label={t('mine')}
                checked={state.mine}
                onChange={({ currentTarget }) => change({ mine: currentTarget.checked })}
              />
            ) : null}
          </SimpleGrid>
        </Panel>
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {shown ? null : error ? null : <LoadingState height={360} lines={8} />}
        {shown && queries.length === 0 ? (
          <EmptyState title={t('none')} text={mayRaise ? t('noneYet') : t('noneYours')} />
        ) : null}
        {queries.length > 0 ? (
          <Panel>
            <QueriesTable
              queries={queries}
              study={study}
              onOpen={({ id }) => setOpenId(id)}
              {...(mayRaise || mayEnter ? { chosen, onChoose: setChosen } : {})}
            />
            {mayRaise || mayEnter ? <MoveMany queries={queries} chosen={chosen} onChoose={setChosen} /> : null}
          </Panel>
        ) : null}
        <Group component="nav" aria-label={t('pages')} justify="flex-end">
          {state.after ? (
            <Button variant="default" onClick={() => turn(null)}>
              {t('newest')}
            </Button>
          ) : null}
          {queries.length === perPage ? (
            <Button variant="default" onClick={() => turn(queries.at(-1)?.id ?? null)}>
              {t('older')}
            </Button>
          ) : null}
        </Group>
        {mayRaise ? <VerifiedShares study={study} /> : null}
      </Stack>
      {openId ? <OneByOne queries={queries} openId={openId} study={study} onOpen={setOpenId} /> : null}
    </>
  );
}

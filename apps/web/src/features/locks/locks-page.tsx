'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { holdKinds, holdLabels } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useCentresWith, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type Act, isHeld } from './centres-dialog.tsx';
import { type CentreReview, centreReviewsQuery } from './query.ts';

const CentresDialog = onOpening(async () => (await import('./centres-dialog.tsx')).CentresDialog);

/** Whole centres frozen, locked and opened again, in one step, with what that covers and what stands in its way. */
export function LocksPage() {
  const t = useTranslations('locks');
  const study = useStudy();
  const mine = useCentresWith('lockRecords');
  const { data, error, refetch } = useQuery(centreReviewsQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const centres = (data?.centreReviews ?? []).filter(({ centre }) => mine.includes(centre));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [act, setAct] = useState<Act | null>(null);
  const selected = centres.filter(({ centre }) => chosen.includes(centre));
  const columns = useColumns(chosen, setChosen);
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      <Stack gap="md">
        <Panel
          title={t('centres')}
          note={t('chosen', { n: selected.length, of: centres.length })}
          actions={
            <Button
              size="xs"
              variant="default"
              disabled={centres.length === 0}
              onClick={() => setChosen(selected.length === centres.length ? [] : centres.map(({ centre }) => centre))}
            >
              {t(selected.length === centres.length && centres.length > 0 ? 'none' : 'all')}
            </Button>
          }
        >
          {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
          {data || error ? null : <LoadingState height={220} lines={4} />}
          {data && centres.length === 0 ? <EmptyState title={t('nothing')} /> : null}
          {centres.length > 0 ? (
            <>
              <DataTable
                columns={columns}
                rows={centres}
                rowKey={({ centre }) => centre}
                caption={t('centres')}
                hideCaption
                foldBelow="wide"
              />
              <Group mt="md" gap="xs">
                {holdKinds.map((kind) => (
                  <Button
                    key={kind}
                    disabled={!selected.some((one) => !isHeld(one, kind))}
                    onClick={() => setAct({ kind, isLifted: false })}
                  >
                    {t(`do.${kind}`)}
                  </Button>
                ))}
                {holdKinds.map((kind) => (
                  <Button
                    key={kind}
                    variant="default"
                    disabled={!selected.some((one) => isHeld(one, kind))}
                    onClick={() => setAct({ kind, isLifted: true })}
                  >
                    {t(`undo.${kind}`)}
                  </Button>
                ))}
              </Group>
              <Text size="xs" c="var(--text-quiet)" mt="xs">
                {t('about')}
              </Text>
            </>
          ) : null}
        </Panel>
      </Stack>
      {act ? (
        <CentresDialog
          key={`${act.kind} ${act.isLifted}`}
          act={act}
          centres={selected.filter((one) => isHeld(one, act.kind) === act.isLifted)}
          onClose={() => setAct(null)}
        />
      ) : null}
    </>
  );
}

function useColumns(chosen: readonly string[], choose: (centres: readonly string[]) => void): Column<CentreReview>[] {
  const t = useTranslations('locks');
  const label = useLabel();
  const instant = useInstant();
  const study = useStudy();
  const nameOf = (code: string) => study.centres.find((one) => one.code === code)?.name ?? code;
  return [
    {
      id: 'centre',
      header: t('centre'),
      rowHeader: true,
      cell: ({ centre }) => (
        <Checkbox
          label={nameOf(centre)}
          checked={chosen.includes(centre)}
          onChange={({ currentTarget }) =>
            choose(currentTarget.checked ? [...chosen, centre] : chosen.filter((one) => one !== centre))
          }
        />
      ),
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ holds }) =>
        holds.length === 0
          ? t('open')
          : holds.map(({ id, kind, setBy, setAt, reason }) => (
              <div key={id}>
                <StatusBadge tone={kind === 'locked' ? 'good' : 'active'} mark={kind === 'locked' ? '■' : '□'}>
                  {label(holdLabels[kind])}
                </StatusBadge>
                <Text size="xs" c="var(--text-quiet)" style={{ whiteSpace: 'normal' }}>
                  {t('heldBy', { by: setBy, at: instant(setAt), reason })}
                </Text>
              </div>
            )),
    },
    { id: 'patients', header: t('patients'), align: 'right', cell: ({ patients }) => patients },
    { id: 'records', header: t('records'), align: 'right', folds: true, cell: ({ records }) => records },
    {
      id: 'queries',
      header: t('queries'),
      align: 'right',
      cell: ({ queries, centre }) =>
        queries === 0 ? (
          0
        ) : (
          <Anchor component={Link} href={`${studyPath(study.code, 'queries')}?centre=${centre}`} inherit>
            {queries}
          </Anchor>
        ),
    },
    {
      id: 'differences',
      header: t('differences'),
      align: 'right',
      cell: ({ differences }) =>
        differences === 0 ? (
          0
        ) : (
          <Anchor component={Link} href={studyPath(study.code, 'double-entry')} inherit>
            {differences}
          </Anchor>
        ),
    },
    { id: 'incomplete', header: t('incomplete'), align: 'right', folds: true, cell: ({ incomplete }) => incomplete },
    {
      id: 'verified',
      header: t('unverified'),
      align: 'right',
      folds: true,
      cell: ({ records, verified }) => records - verified,
    },
    { id: 'locked', header: t('locked'), align: 'right', folds: true, cell: ({ locked }) => locked },
    {
      id: 'unsigned',
      header: t('unsigned'),
      align: 'right',
      folds: true,
      cell: ({ records, signed }) => records - signed,
    },
  ];
}

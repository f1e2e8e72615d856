'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Text } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { showEstimate, showExactP } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { shortHash, useSnapshot } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type SurvivalQueryVariables } from '@/graphql/generated/graphql.ts';
import { survivalQuery } from './query.ts';
import { medianText, type Survival } from './to-chart.ts';
import { useSurvivalState } from './use-survival-state.ts';

interface NewestProps {
  readonly survival: Survival;
  readonly variables: SurvivalQueryVariables;
}

/** Of a snapshot: the same question on the data of now, beside its results. */
export function Newest({ survival, variables }: NewestProps) {
  const t = useTranslations('snapshots.newest');
  const { isFrozen } = useSnapshot();
  const [isShown, show] = useQueryState('newest', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }));
  if (!isFrozen) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        data-print="no"
        leftSection={<IconArrowsDiff size={14} aria-hidden />}
        aria-expanded={isShown}
        onClick={() => void show(isShown ? null : true)}
      >
        {t(isShown ? 'hide' : 'button')}
      </Button>
      {isShown ? <Comparison survival={survival} variables={variables} /> : null}
    </>
  );
}

interface Line {
  readonly key: string;
  readonly label: string;
  readonly then: string;
  readonly now: string;
}

function Comparison({ survival, variables }: NewestProps) {
  const t = useTranslations('snapshots.newest');
  const study = useStudy();
  const { snapshot, nChanged } = useSnapshot();
  const linesOf = useLines();
  const { data, error, refetch } = useQuery(survivalQuery, {
    variables: { ...variables, snapshot: null },
    fetchPolicy: 'cache-and-network',
  });
  const newest = data && unpackCurves(data.survival);
  const columns: Column<Line>[] = [
    { id: 'row', header: t('row'), rowHeader: true, wraps: true, cell: ({ label }) => label },
    {
      id: 'then',
      header: snapshot ? `${snapshot.name} (${shortHash(snapshot.sha256)})` : t('snapshot'),
      align: 'right',
      cell: ({ then }) => then,
    },
    {
      id: 'now',
      header: t('now'),
      align: 'right',
      cell: ({ then, now }) => (then === now ? now : <strong>{now}</strong>),
    },
    {
      id: 'difference',
      header: t('difference'),
      cell: ({ then, now }) =>
        then === now ? (
          <Text size="xs" c="var(--text-quiet)">
            {t('same')}
          </Text>
        ) : (
          <StatusBadge tone="attention" mark="△">
            {t('differs')}
          </StatusBadge>
        ),
    },
  ];
  const changes = snapshot ? `${studyPath(study.code, 'snapshots')}?from=${snapshot.id}` : null;
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !newest ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {newest || error ? null : <LoadingState height={200} lines={6} />}
      {newest ? (
        <DataTable
          columns={columns}
          rows={linesOf(survival, newest)}
          rowKey={({ key }) => key}
          caption={t('title')}
          hideCaption
          dense
          foldBelow="medium"
        />
      ) : null}
      {nChanged === null ? null : (
        <Text size="sm" mt="xs">
          {nChanged === 0 ? t('unchanged') : t('moved', { n: nChanged })}{' '}
          {changes && nChanged > 0 ? (
            <Anchor component={Link} href={changes} inherit>
              {t('details')}
            </Anchor>
          ) : null}
        </Text>
      )}
    </Panel>
  );
}

/** Patients, events and medians by group, the ratio and the test, as the page writes them. */
function useLines(): (then: Survival, now: Survival) => Line[] {
  const t = useTranslations('snapshots.newest');
  const words = useTranslations('survival');
  const labels = useLabels();
  const { state } = useSurvivalState();
  return (then, now) => {
    const nameOf = (label: string) => (then.groupBy ? labels.shortValue(then.groupBy, label) : words('everybody'));
    const groups = [...new Set([...then.curves, ...now.curves].map(({ label }) => label))];
    const line = (key: string, label: string, of: (one: Survival) => string): Line => ({
      ...{ key, label },
      then: of(then),
      now: of(now),
    });
    const curveOf = ({ curves }: Survival, group: string) => curves.find(({ label }) => label === group);
    const ratioOf = ({ hazardRatios }: Survival) =>
      hazardRatios.find(({ estimator }) => estimator === state.est) ?? hazardRatios[0];
    const ratio = ratioOf(then) ?? ratioOf(now);
    return [
      ...groups.map((group) =>
        line(`n ${group}`, t('patients', { group: nameOf(group) }), (one) => String(curveOf(one, group)?.n ?? 0)),
      ),
      ...groups.map((group) =>
        line(`events ${group}`, t('events', { group: nameOf(group) }), (one) =>
          String(curveOf(one, group)?.events ?? 0),
        ),
      ),
      ...groups.map((group) =>
        line(`median ${group}`, t('median', { group: nameOf(group) }), (one) => {
          const curve = curveOf(one, group);
          return curve
            ? medianText(curve, one.monthDays, words('medians.notReached'))
            : showEstimate(null, null, null, 1);
        }),
      ),
      ...(ratio
        ? [
            line(
              'ratio',
              t('ratio', { comparison: nameOf(ratio.comparison), reference: nameOf(ratio.reference) }),
              (one) => {
                const found = ratioOf(one);
                return showEstimate(found?.hazardRatio, found?.lower, found?.upper, 2);
              },
            ),
          ]
        : []),
      ...(then.logRank || now.logRank
        ? [line('logRank', t('pLogRank'), ({ logRank }) => showExactP(logRank?.pValue ?? null))]
        : []),
    ];
  };
}

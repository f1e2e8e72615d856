'use client';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { cohortKey } from '@haim/schema';
import { IconSnowflake, IconFilter } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type SavedCohort } from './query.ts';

interface SavedCohortTableProps {
  readonly cohorts: readonly SavedCohort[];
  readonly onOpen: (cohort: SavedCohort) => void;
}

/** A line for each cohort. Its name opens it as the selection of the cohort page. */
export function SavedCohortTable({ cohorts, onOpen }: SavedCohortTableProps) {
  const t = useTranslations('savedCohorts');
  const study = useStudy();
  const instant = useInstant();
  const own = study.sharesNumbers;
  const columns: Column<SavedCohort>[] = [
    {
      id: 'name',
      header: t('columns.name'),
      rowHeader: true,
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (cohort) => <Name cohort={cohort} />,
    },
    {
      id: 'kind',
      header: t('columns.kind'),
      sortBy: ({ kind }) => kind,
      cell: ({ kind }) =>
        kind === 'PATIENTS' ? (
          <StatusBadge tone="active" mark={<IconSnowflake size={12} aria-hidden />}>
            {t('kinds.PATIENTS')}
          </StatusBadge>
        ) : (
          <StatusBadge tone="neutral" mark={<IconFilter size={12} aria-hidden />}>
            {t('kinds.RULE')}
          </StatusBadge>
        ),
    },
    {
      id: 'n',
      header: t(own ? 'columns.nOwn' : 'columns.n'),
      align: 'right',
      sortBy: ({ n }) => n ?? null,
      cell: ({ n }) => n ?? missing,
    },
    ...(own
      ? [
          {
            id: 'allCentres',
            header: t('columns.allCentres'),
            align: 'right' as const,
            cell: ({ allCentres }: SavedCohort) =>
              allCentres ? t(allCentres.atMost ? 'atMost' : 'about', { n: allCentres.n }) : missing,
          },
        ]
      : []),
    {
      id: 'since',
      header: t('columns.since'),
      wraps: true,
      folds: true,
      cell: (cohort) => <SinceSaved cohort={cohort} />,
    },
    {
      id: 'made',
      header: t('columns.made'),
      wraps: true,
      folds: true,
      sortBy: ({ madeAt }) => madeAt,
      cell: ({ madeBy, madeAt }) => <Who who={madeBy} when={instant(madeAt)} />,
    },
    {
      id: 'changed',
      header: t('columns.changed'),
      wraps: true,
      folds: true,
      sortBy: ({ updatedAt }) => updatedAt,
      isTold: ({ version }) => version > 1,
      cell: ({ updatedBy, updatedAt, version }) =>
        version > 1 ? <Who who={updatedBy} when={instant(updatedAt)} /> : missing,
    },
    {
      id: 'dataVersion',
      header: t('columns.dataVersion'),
      align: 'right',
      folds: true,
      sortBy: ({ dataVersion }) => dataVersion,
      cell: ({ dataVersion }) => dataVersion,
    },
    {
      id: 'actions',
      header: t('columns.actions'),
      cell: (cohort) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          {cohort.n === null || cohort.n === undefined ? null : (
            <Button
              component={Link}
              size="compact-xs"
              variant="default"
              href={`${studyPath(study.code, 'compare')}?a=${cohort.number}&b=all`}
              aria-label={t('compareName', { name: cohort.name })}
            >
              {t('compareOne')}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onOpen(cohort)}
            aria-label={t('detailsName', { name: cohort.name })}
          >
            {t('details')}
          </Button>
        </Group>
      ),
    },
  ];
  return (
    <DataTable
      caption={t('caption')}
      hideCaption
      columns={columns}
      rows={cohorts}
      rowKey={({ id }) => id}
      foldBelow="wide"
    />
  );
}

function Name({ cohort }: { cohort: SavedCohort }) {
  const t = useTranslations('savedCohorts');
  const study = useStudy();
  const { name, number, description, faults, removedAt, known } = cohort;
  const isOpenable = faults.length === 0 && removedAt === null;
  return (
    <Stack gap={0}>
      {isOpenable ? (
        <Anchor
          component={Link}
          size="sm"
          fw={600}
          href={`${studyPath(study.code, 'cohort')}?f=${cohortKey(number)}:true`}
        >
          {name}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {name}
        </Text>
      )}
      {description ? (
        <Text size="xs" c="var(--text-quiet)" maw="26rem">
          {description}
        </Text>
      ) : null}
      {known === 'outcome' ? (
        <Text size="xs" c="var(--text-quiet)">
          {t('byOutcome')}
        </Text>
      ) : null}
      {faults.length > 0 ? (
        <div>
          <StatusBadge tone="attention">{t('broken')}</StatusBadge>
        </div>
      ) : null}
    </Stack>
  );
}

function SinceSaved({ cohort: { since, faults, removedAt, kind } }: { cohort: SavedCohort }) {
  const t = useTranslations('savedCohorts.since');
  if (faults.length > 0) return <Text size="xs">{t('broken')}</Text>;
  if (removedAt) return missing;
  if (!since) return <Text size="xs">{t('elsewhere')}</Text>;
  const { entered, left, changed } = since;
  const parts = [
    ...(entered > 0 && kind === 'RULE' ? [t('entered', { n: entered })] : []),
    ...(left > 0 ? [t('left', { n: left })] : []),
    ...(changed > 0 ? [t('changed', { n: changed })] : []),
  ];
  return <Text size="xs">{parts.length > 0 ? parts.join(' · ') : t('same')}</Text>;
}

function Who({ who, when }: { who: string; when: string }) {
  return (
    <Stack gap={0}>
      <Text size="xs">{who}</Text>
      <Text size="xs" c="var(--text-quiet)">
        {when}
      </Text>
    </Stack>
  );
}

'use client';
import { Anchor, Text } from '@mantine/core';
import { IconCheck, IconPointFilled, IconSparkles } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type FindingState, findingStateLabels, queryStates } from '@haim/schema';
import { useShownValue } from '@/forms/use-words.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { QueryStateBadge } from '@/queries/query-state.tsx';
import { useSubjectName } from '@/queries/use-subject-name.ts';
import { type Study, useCentresWith } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { ExceptionCell } from './exception-cell.tsx';
import styles from './quality.module.css';
import { type Finding } from './query.ts';

const looks: Readonly<Record<FindingState, { tone: Tone; Icon: typeof IconCheck }>> = {
  new: { tone: 'attention', Icon: IconSparkles },
  known: { tone: 'neutral', Icon: IconPointFilled },
  excepted: { tone: 'good', Icon: IconCheck },
};

/** Findings with the way to the field that each is about. */
export function FindingsTable({ findings, study }: { findings: readonly Finding[]; study: Study }) {
  const t = useTranslations('quality.findings');
  const label = useLabel();
  const name = useSubjectName(study);
  const shown = useValueOfField(study);
  const mayExceptAt = useCentresWith('raiseQueries');
  const columns: Column<Finding>[] = [
    {
      id: 'patient',
      header: t('patient'),
      rowHeader: true,
      cell: (finding) => (
        <>
          <Anchor component={Link} size="sm" href={hrefOf(study, finding)}>
            {finding.patientCode}
          </Anchor>
          <Text size="xs" c="var(--text-quiet)" fw={400}>
            {finding.centre}
          </Text>
        </>
      ),
    },
    { id: 'place', header: t('place'), cell: ({ form, field }) => name(form, field) },
    {
      id: 'values',
      header: t('values'),
      folds: true,
      cell: (finding) => {
        const recorded = shown(finding, finding.recorded);
        const expected = shown(finding, finding.expected);
        return recorded === null && expected === null ? (
          <Text size="xs" c="var(--text-quiet)">
            {t('nothing')}
          </Text>
        ) : (
          <span className={styles['values']}>
            {recorded}
            {expected === null ? null : (
              <Text size="xs" c="var(--text-quiet)">
                {t('comparedWith', { expected })}
              </Text>
            )}
          </span>
        );
      },
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ state }) => {
        const { tone, Icon } = looks[state];
        return (
          <StatusBadge tone={tone} mark={<Icon size={12} aria-hidden />}>
            {label(findingStateLabels[state])}
          </StatusBadge>
        );
      },
    },
    {
      id: 'query',
      header: t('query'),
      folds: true,
      cell: ({ queryState }) => {
        const state = queryStates.find((one) => one === queryState);
        return state ? <QueryStateBadge state={state} /> : null;
      },
    },
    {
      id: 'exception',
      header: t('exception'),
      folds: true,
      cell: (finding) =>
        finding.reason !== null || mayExceptAt.includes(finding.centre) ? <ExceptionCell finding={finding} /> : null,
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={findings}
      rowKey={({ id }) => id}
      caption={t('table')}
      hideCaption
      foldBelow="medium"
    />
  );
}

/** To the field of a form, or to the one of several records. */
function hrefOf(study: Study, { patientId, form, field, recordId }: Finding): string {
  const repeats = readableFormOf(study, form)?.repeats ?? false;
  const at: Readonly<Record<string, string>> = repeats
    ? { ...(recordId && { record: recordId }) }
    : { ...(field && { field }) };
  const place = new URLSearchParams({ form, ...at });
  return `${studyPath(study.code, 'patients', patientId)}?${place}`;
}

/** A value as a form shows it; a range or a list of codes as it is. */
function useValueOfField(study: Study) {
  const shown = useShownValue({ arm: study.arms });
  return ({ form, field }: Finding, value: string | null): string | null => {
    const spec = field === null ? undefined : readableFormOf(study, form)?.fields[field];
    if (value === null || !spec) return value;
    return shown(spec, spec.kind === 'boolean' ? value === 'true' : value);
  };
}

'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { ActionIcon, Anchor, Button, Group, Select, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { screeningOutcomeLabels, type ScreeningOutcome, screeningOutcomes } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
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
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { removeScreeningMutation, screeningsQuery } from './query.ts';
import { type CriterionName, type Line } from './screening-line.ts';

const ScreeningDialog = onOpening(async () => (await import('./screening-dialog.tsx')).ScreeningDialog);

/** As many lines as the API gives. */
const most = 500;

/** At first: on a telephone each line is a card. */
const firstShown = 50;

/** Who was screened at one's own centres, and what became of them. */
export function ScreeningPage() {
  const t = useTranslations('eligibility.screening');
  const study = useStudy();
  const writable = useCentresWith('enterRecords');
  const [open, setOpen] = useState<Line | 'new' | null>(null);
  const [removed, setRemoved] = useState<Line | null>(null);
  const { data, error, refetch } = useQuery(screeningsQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const label = useLabel();
  const [outcome, setOutcome] = useQueryState('outcome', parseAsStringLiteral(screeningOutcomes));
  const [showsAll, setShowsAll] = useState(false);
  const lines = data?.screenings ?? [];
  const chosen = outcome === null ? lines : lines.filter((line) => line.outcome === outcome);
  const countOf = (one: ScreeningOutcome) => lines.filter((line) => line.outcome === one).length;
  const criteria = data?.eligibilityRules.criteria ?? [];
  // What is added is shown wherever its day has it.
  function addLine() {
    setShowsAll(true);
    void setOutcome(null);
    setOpen('new');
  }
  const add =
    writable.length > 0 ? (
      <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={addLine}>
        {t('add')}
      </Button>
    ) : null;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        {lines.length > 0 ? add : null}
      </PageTitle>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height={360} lines={8} /> : null}
      {data ? (
        <Panel>
          {lines.length === 0 ? (
            <EmptyState title={t('none')} text={t('noneText')}>
              {add}
            </EmptyState>
          ) : (
            <>
              <Select
                size="xs"
                maw={280}
                mb="sm"
                label={t('outcome')}
                value={outcome ?? ''}
                allowDeselect={false}
                data={[
                  { value: '', label: t('every', { n: lines.length }) },
                  ...screeningOutcomes.map((one) => ({
                    value: one,
                    label: t('ofOutcome', { outcome: label(screeningOutcomeLabels[one]), n: countOf(one) }),
                  })),
                ]}
                onChange={(next) => setOutcome(screeningOutcomes.find((one) => one === next) ?? null)}
              />
              <Lines
                lines={showsAll ? chosen : chosen.slice(0, firstShown)}
                criteria={criteria}
                writable={writable}
                onEdit={setOpen}
                onRemove={setRemoved}
              />
              {chosen.length > firstShown && !showsAll ? (
                <Group justify="flex-end" mt="xs">
                  <Button size="xs" variant="subtle" onClick={() => setShowsAll(true)}>
                    {t('all', { n: chosen.length })}
                  </Button>
                </Group>
              ) : null}
            </>
          )}
          {lines.length >= most ? (
            <Text size="xs" c="var(--text-quiet)" mt="xs">
              {t('most', { n: most })}
            </Text>
          ) : null}
        </Panel>
      ) : null}
      {open ? (
        <ScreeningDialog
          line={open === 'new' ? null : open}
          criteria={criteria}
          centres={[...new Set(writable)]}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {removed ? <RemoveDialog line={removed} onClose={() => setRemoved(null)} /> : null}
    </>
  );
}

const tones: Readonly<Record<ScreeningOutcome, Tone>> = {
  enrolled: 'good',
  notEligible: 'attention',
  declined: 'neutral',
  other: 'neutral',
};

interface LinesProps {
  readonly lines: readonly Line[];
  readonly criteria: readonly CriterionName[];
  readonly writable: readonly string[];
  readonly onEdit: (line: Line) => void;
  readonly onRemove: (line: Line) => void;
}

function Lines({ lines, criteria, writable, onEdit, onRemove }: LinesProps) {
  const t = useTranslations('eligibility.screening');
  const label = useLabel();
  const instant = useInstant();
  const study = useStudy();
  const columns = useMemo((): Column<Line>[] => {
    const nameOf = (code: string) => {
      const criterion = criteria.find((one) => one.code === code);
      return criterion ? label({ en: criterion.labelEn, zh: criterion.labelZh }) : code;
    };
    const outcomeOf = ({ outcome }: Line) => screeningOutcomes.find((one) => one === outcome) ?? 'other';
    return [
      {
        id: 'number',
        header: t('number'),
        rowHeader: true,
        cell: ({ number }) => number,
        sortBy: ({ number }) => number,
      },
      { id: 'centre', header: t('centre'), cell: ({ centre }) => centre, sortBy: ({ centre }) => centre },
      {
        id: 'screenedOn',
        header: t('screenedOn'),
        cell: ({ screenedOn }) => screenedOn,
        sortBy: ({ screenedOn }) => screenedOn,
      },
      {
        id: 'outcome',
        header: t('outcome'),
        cell: (line) => (
          <StatusBadge tone={tones[outcomeOf(line)]}>{label(screeningOutcomeLabels[outcomeOf(line)])}</StatusBadge>
        ),
        sortBy: outcomeOf,
      },
      {
        id: 'why',
        header: t('why'),
        folds: true,
        wraps: true,
        cell: ({ failedCriteria, reason }) =>
          [...failedCriteria.map(nameOf), ...(reason ? [reason] : [])].join('; ') || null,
      },
      {
        id: 'patient',
        header: t('patient'),
        cell: ({ patient, patientId }) =>
          patient && patientId ? (
            <Anchor component={Link} href={studyPath(study.code, 'patients', patientId)} size="sm">
              {patient}
            </Anchor>
          ) : null,
      },
      {
        id: 'by',
        header: t('by'),
        folds: true,
        cell: ({ updatedBy, updatedAt }) => `${updatedBy}, ${instant(updatedAt)}`,
      },
      {
        id: 'actions',
        header: t('actions'),
        cell: (line) =>
          writable.includes(line.centre) ? (
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('edit', { number: line.number })}
                onClick={() => onEdit(line)}
              >
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={t('remove', { number: line.number })}
                onClick={() => onRemove(line)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ) : null,
      },
    ];
  }, [t, label, instant, criteria, writable, study.code, onEdit, onRemove]);
  return (
    <DataTable
      caption={t('table')}
      columns={columns}
      rows={lines}
      rowKey={({ id }) => id}
      foldBelow="medium"
      maxHeight="70vh"
    />
  );
}

function RemoveDialog({ line, onClose }: { line: Line; onClose: () => void }) {
  const t = useTranslations('eligibility.screening');
  const [remove] = useMutation(removeScreeningMutation, { refetchQueries: 'active', awaitRefetchQueries: true });
  const { id, version, number } = line;
  return (
    <ReasonDialog
      title={t('removeTitle', { number })}
      action={t('removeDo')}
      isRemoval
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await remove({ variables: { id, version, reason } });
          return null;
        } catch (cause) {
          return refusalOf(cause);
        }
      }}
    >
      <Text size="sm">{t('removeText')}</Text>
    </ReasonDialog>
  );
}

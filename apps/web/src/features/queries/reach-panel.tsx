'use client';
import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Details } from '@/ui/details.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { mostAsked, type Reach, type Subject } from './use-reach.ts';

/** More codes than anybody reads. */
const mostNamed = 200;

interface ReachPanelProps {
  readonly reach: Reach;
  readonly asksAgain: boolean;
  readonly onAskAgain: (asksAgain: boolean) => void;
}

/** What is asked about: nothing that is locked and, unless it is wanted, nothing on which the same is being asked. */
export function subjectsToAsk(reach: Reach | null, asksAgain: boolean): readonly Subject[] {
  if (reach?.kind !== 'found' || reach.isCut) return [];
  return reach.subjects.filter(({ isLocked, waiting }) => !isLocked && (asksAgain || waiting === 0));
}

/** How many records a question reaches, at which centres, and what it leaves out. */
export function ReachPanel({ reach, asksAgain, onAskAgain }: ReachPanelProps) {
  const t = useTranslations('queries.askMany');
  const study = useStudy();
  const { list } = useFormatter();
  if (reach.kind === 'tooMany' || reach.isCut) {
    return (
      <Alert color="yellow" variant="light" role="alert">
        {reach.kind === 'tooMany' ? t('tooMany', { n: reach.n, most: mostAsked }) : t('cut', { most: mostAsked })}
      </Alert>
    );
  }
  const { subjects, unknownCodes, elsewhere } = reach;
  const asked = subjectsToAsk(reach, asksAgain);
  const centres = [...new Set(subjects.map(({ centre }) => centre))].map((centre) => ({
    centre,
    of: subjects.filter((one) => one.centre === centre),
  }));
  const waiting = subjects.filter((one) => !one.isLocked && one.waiting > 0).length;
  const codes = [...new Set(asked.map(({ patientCode }) => patientCode))];
  const columns: Column<(typeof centres)[number]>[] = [
    {
      id: 'centre',
      header: t('centre'),
      rowHeader: true,
      cell: ({ centre }) => study.centres.find(({ code }) => code === centre)?.name ?? centre,
    },
    {
      id: 'asked',
      header: t('asked'),
      align: 'right',
      cell: ({ centre }) => asked.filter((one) => one.centre === centre).length,
    },
    {
      id: 'patients',
      header: t('patients'),
      align: 'right',
      cell: ({ centre }) =>
        new Set(asked.filter((one) => one.centre === centre).map(({ patientId }) => patientId)).size,
    },
    {
      id: 'locked',
      header: t('locked'),
      align: 'right',
      cell: ({ of }) => of.filter(({ isLocked }) => isLocked).length,
    },
    {
      id: 'waiting',
      header: t('waiting'),
      align: 'right',
      cell: ({ of }) => of.filter((one) => !one.isLocked && one.waiting > 0).length,
    },
  ];
  return (
    <Panel title={t('reach')} note={t('goesTo')}>
      <Stack gap="sm">
        {subjects.length === 0 ? <EmptyState title={t('nobody')} text={t('nobodyText')} /> : null}
        {subjects.length > 0 ? (
          <DataTable
            columns={columns}
            rows={centres}
            rowKey={({ centre }) => centre}
            caption={t('reach')}
            hideCaption
            foldBelow="medium"
          />
        ) : null}
        {waiting > 0 ? (
          <Checkbox
            label={t('askAgain', { n: waiting })}
            checked={asksAgain}
            onChange={({ currentTarget }) => onAskAgain(currentTarget.checked)}
          />
        ) : null}
        {unknownCodes.length > 0 ? (
          <Alert color="yellow" variant="light" role="status">
            {t('unknown', { n: unknownCodes.length, codes: list(unknownCodes.slice(0, mostNamed)) })}
          </Alert>
        ) : null}
        {elsewhere > 0 ? (
          <Text size="sm" c="var(--text-quiet)">
            {t('elsewhere', { n: elsewhere })}
          </Text>
        ) : null}
        {codes.length > 0 ? (
          <Details summary={t('codes', { n: codes.length })}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {list(codes.slice(0, mostNamed))}
              {codes.length > mostNamed ? ' …' : null}
            </Text>
          </Details>
        ) : null}
      </Stack>
    </Panel>
  );
}

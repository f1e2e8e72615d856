'use client';
import { Button, CloseButton, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconId, IconMessages, IconPlus, IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { StateLegend } from '@/forms/record-mark.tsx';
import { type Study, useCentresWith, useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { PagedPatients } from './paged-patients.tsx';
import { RemovedPatients } from './removed-patients.tsx';
import { StagingList } from './staging-list.tsx';

const AddPatient = onOpening(async () => (await import('./add-patient.tsx')).AddPatient);
const FindByNumber = onOpening(async () => (await import('./find-by-number.tsx')).FindByNumber);

/** Patients of whom something is overdue; due or overdue; or all. */
const dueChoices = { overdue: ['overdue'], due: ['overdue', 'due'], all: [] } as const;
const dueNames = ['overdue', 'due'] as const;

/** The patients of the reader's own centres, and what is recorded for each; for who compares records, what is left. */
export function EntryPage() {
  const study = useStudy();
  const t = useTranslations('entry');
  const compared = useCentresWith('raiseQueries');
  const own = study.writableCentres;
  if (own.length > 0 || compared.length > 0) {
    const centres =
      own.length > 0 ? own : study.centres.map(({ code }) => code).filter((code) => compared.includes(code));
    return <EntryView study={study} all={centres} enters={own.length > 0} compares={compared.length > 0} />;
  }
  return (
    <>
      <PageTitle title={t('title')} />
      <EmptyState
        title={t(study.closedAt ? 'studyClosed.title' : 'noPermission.title')}
        text={t(study.closedAt ? 'studyClosed.text' : 'noPermission.text')}
      >
        <Button component={Link} href={studyPath(study.code, 'cohort')} variant="default">
          {t('noPermission.cohort')}
        </Button>
      </EmptyState>
    </>
  );
}

/** What the page *Ask many* reads of a list: its centres and its filters. */
function listAddress({ centres, search, due }: { centres: readonly string[]; search: string; due: string | null }) {
  return new URLSearchParams({
    from: 'list',
    centres: centres.join(),
    ...(search && { q: search }),
    ...(due && { due }),
  });
}

interface EntryViewProps {
  readonly study: Study;
  /** Codes of the centres that are shown. */
  readonly all: readonly string[];
  readonly enters: boolean;
  readonly compares: boolean;
}

function EntryView({ study, all, enters, compares }: EntryViewProps) {
  const t = useTranslations('entry');
  const nav = useTranslations('shell.nav');
  const q = useTranslations('queries');
  const [centre, setCentre] = useQueryState('centre', parseAsString);
  const [typed, setTyped] = useQueryState('q', parseAsString.withDefault(''));
  const [search] = useDebouncedValue(typed.trim(), 150);
  const [due, setDue] = useQueryState('due', parseAsStringLiteral(dueNames));
  const [compare, setCompare] = useQueryState('compare', parseAsBoolean.withDefault(false));
  const isToCompare = compares && compare;
  const [adds, setAdds] = useState(false);
  // An address may ask for a new patient, once.
  const [asked, setAsked] = useQueryState('add', parseAsBoolean);
  if (asked && enters && !adds) setAdds(true);
  useEffect(() => {
    if (asked) void setAsked(null);
  }, [asked, setAsked]);
  const [finds, setFinds] = useState(false);
  const mayIdentify = useMay('readIdentities');
  const mayRaise = useMay('raiseQueries');
  const chosen = all.find((code) => code === centre);
  const centres = chosen ? [chosen] : [...all];
  return (
    <>
      <PageTitle title={enters ? t('title') : nav('recordsByPatient')} lead={t('lead', { centres: all.join(', ') })}>
        {/* The page that asks does not know what is left to compare. */}
        {mayRaise && !isToCompare ? (
          <Button
            component={Link}
            variant="default"
            leftSection={<IconMessages size={16} aria-hidden />}
            href={`${studyPath(study.code, 'queries', 'ask')}?${listAddress({ centres, search: typed.trim(), due })}`}
          >
            {q('askMany.ofThese')}
          </Button>
        ) : null}
        {enters ? (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdds(true)}>
            {t('add')}
          </Button>
        ) : null}
      </PageTitle>
      <Group mb="sm" gap="sm">
        <TextInput
          type="search"
          w={240}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => void setTyped(event.currentTarget.value || null)}
          rightSection={
            typed ? <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => void setTyped(null)} /> : null
          }
        />
        {mayIdentify ? (
          <Button variant="subtle" leftSection={<IconId size={16} aria-hidden />} onClick={() => setFinds(true)}>
            {t('byNumber.open')}
          </Button>
        ) : null}
        {all.length > 1 ? (
          <SegmentedControl
            aria-label={t('centre')}
            value={chosen ?? ''}
            onChange={(value) => void setCentre(value || null)}
            data={[{ value: '', label: t('allCentres') }, ...all.map((code) => ({ value: code, label: code }))]}
          />
        ) : null}
        <SegmentedControl
          aria-label={t('due.label')}
          value={due ?? 'all'}
          onChange={(value) => void setDue(dueNames.find((one) => one === value) ?? null)}
          data={(['all', ...dueNames] as const).map((one) => ({ value: one, label: t(`due.${one}`) }))}
        />
        {compares ? (
          <SegmentedControl
            aria-label={t('compare.label')}
            value={compare ? 'left' : 'all'}
            onChange={(value) => void setCompare(value === 'left' || null)}
            data={(['all', 'left'] as const).map((one) => ({ value: one, label: t(`compare.${one}`) }))}
          />
        ) : null}
      </Group>
      <Group mb="xs" gap="xs" justify="space-between">
        <StateLegend label={t('signs')} />
        <Text size="xs" c="var(--text-quiet)">
          {t('legend')}
        </Text>
      </Group>
      <PagedPatients
        key={`${centres.join()} ${search} ${due ?? ''} ${isToCompare}`}
        study={study}
        centres={centres}
        search={search}
        due={dueChoices[due ?? 'all']}
        isToCompare={isToCompare}
      />
      <StagingList study={study} />
      {enters ? <RemovedPatients study={study} /> : null}
      {adds ? <AddPatient study={study} onClose={() => setAdds(false)} /> : null}
      {finds ? <FindByNumber study={study} onClose={() => setFinds(false)} /> : null}
    </>
  );
}

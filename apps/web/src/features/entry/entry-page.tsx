'use client';
import { Button, CloseButton, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconId, IconPlus, IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { StateLegend } from '@/forms/record-mark.tsx';
import { type Study, useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { AddPatient } from './add-patient.tsx';
import { FindByNumber } from './find-by-number.tsx';
import { PagedPatients } from './paged-patients.tsx';
import { RemovedPatients } from './removed-patients.tsx';
import { StagingList } from './staging-list.tsx';

/** Patients of whom something is overdue; due or overdue; or all. */
const dueChoices = { overdue: ['overdue'], due: ['overdue', 'due'], all: [] } as const;
const dueNames = ['overdue', 'due'] as const;

/** The patients of the user's own centres, and what is recorded for each. */
export function EntryPage() {
  const study = useStudy();
  const t = useTranslations('entry');
  if (study.writableCentres.length > 0) return <EntryView study={study} />;
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

function EntryView({ study }: { study: Study }) {
  const t = useTranslations('entry');
  const [centre, setCentre] = useQueryState('centre', parseAsString);
  const [typed, setTyped] = useQueryState('q', parseAsString.withDefault(''));
  const [search] = useDebouncedValue(typed.trim(), 150);
  const [due, setDue] = useQueryState('due', parseAsStringLiteral(dueNames));
  const [adds, setAdds] = useState(false);
  // An address may ask for a new patient, once.
  const [asked, setAsked] = useQueryState('add', parseAsBoolean);
  if (asked && !adds) setAdds(true);
  useEffect(() => {
    if (asked) void setAsked(null);
  }, [asked, setAsked]);
  const [finds, setFinds] = useState(false);
  const mayIdentify = useMay('readIdentities');
  const all = study.writableCentres;
  const chosen = all.find((code) => code === centre);
  const centres = chosen ? [chosen] : all;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead', { centres: all.join(', ') })}>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdds(true)}>
          {t('add')}
        </Button>
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
      </Group>
      <Group mb="xs" gap="xs" justify="space-between">
        <StateLegend label={t('signs')} />
        <Text size="xs" c="var(--text-quiet)">
          {t('legend')}
        </Text>
      </Group>
      <PagedPatients
        key={`${centres.join()} ${search} ${due ?? ''}`}
        study={study}
        centres={centres}
        search={search}
        due={dueChoices[due ?? 'all']}
      />
      <StagingList study={study} />
      <RemovedPatients study={study} />
      {adds ? <AddPatient study={study} onClose={() => setAdds(false)} /> : null}
      {finds ? <FindByNumber study={study} onClose={() => setFinds(false)} /> : null}
    </>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Form } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { DecidedRecords } from './decided-records.tsx';
import { inOrderOfKeys } from './list-decisions.ts';
import { ListForm } from './list-form.tsx';
import { ListTable } from './list-table.tsx';
import { type ListRecord, listQuery, type OpenedList } from './query.ts';

interface ListViewProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** A patient's list as two people have entered it: decided where they differ, and how it was decided afterwards. */
export function ListView({ id, onClose }: ListViewProps) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  const study = useStudy();
  const { data, error, refetch } = useQuery(listQuery, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const list = data?.entryList;
  const form = list ? readableFormOf(study, list.form) : undefined;
  const code = list?.comparisons[0]?.comparison.patientCode ?? '';
  return (
    <>
      <Button variant="subtle" size="compact-sm" mb="xs" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onClose}>
        {t('back')}
      </Button>
      {list && form ? (
        <>
          <PageTitle title={t('title', { form: label(form.label), code })} lead={<Lead list={list} code={code} />} />
          <Body list={list} form={form} onRead={() => void refetch()} />
        </>
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={360} lines={8} />
      )}
    </>
  ); // prettier-ignore
}

function Lead({ list, code }: { list: OpenedList; code: string }) {
  const t = useTranslations('doubleEntry.comparison');
  const ofList = useTranslations('doubleEntry.list');
  const instant = useInstant();
  const study = useStudy();
  const [head] = list.comparisons;
  const count = (who: string) => list.comparisons.filter(({ comparison }) => comparison.enteredBy === who).length;
  return (
    <>
      {head ? ofList('lead', { second: head.comparison.secondBy, at: instant(head.comparison.comparedAt) }) : null}{' '}
      {ofList('counts', { both: count('both'), first: count('first'), second: count('second') })}{' '}
      <Anchor component={Link} href={`${studyPath(study.code, 'patients', list.patientId)}?form=${list.form}`} inherit>
        {t('toPatient', { code })}
      </Anchor>
    </>
  );
}

function Body({ list, form, onRead }: { list: OpenedList; form: Form; onRead: () => void }) {
  const t = useTranslations('doubleEntry.list');
  const comparison = useTranslations('doubleEntry.comparison');
  const mayResolve = useMay('resolveEntries');
  const of = (state: ListRecord['comparison']['state']) =>
    inOrderOfKeys(form, list.comparisons).filter((one) => one.comparison.state === state);
  const [open, resolved, agreed] = [of('differs'), of('resolved'), of('agreed')];
  return (
    <Panel title={t('differing', { n: open.length })} note={open.length > 0 && mayResolve ? comparison('keys') : null}>
      {open.length === 0 ? (
        <Text size="sm">{t('allDecided')}</Text>
      ) : mayResolve ? (
        <ListForm key={open.map((one) => `${one.comparison.id} ${one.recordVersion ?? 0}`).join()} list={list} open={open} form={form} onRead={onRead} />
      ) : (
        <DecidedRecords records={open} list={list} form={form} />
      )}
      {resolved.length > 0 ? (
        <Details summary={t('resolved', { n: resolved.length })} isOpen={open.length === 0}>
          <DecidedRecords records={resolved} list={list} form={form} />
        </Details>
      ) : null}
      {agreed.length > 0 ? (
        <Details summary={t('agreeing', { n: agreed.length })} isOpen={open.length + resolved.length === 0}>
          <ListTable form={form} rows={agreed.map((one) => one.comparison.first as Record<string, unknown>)} caption={t('agreeing', { n: agreed.length })} />
        </Details>
      ) : null}
    </Panel>
  ); // prettier-ignore
}

'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ReadingsToAssignQuery } from '@/graphql/generated/graphql.ts';
import { missing, withMinus } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { assignMutation, casesQuery, toAssignQuery } from './query.ts';
import { Refused } from './refused.tsx';

const PlanDialog = onOpening(async () => (await import('./plan-dialog.tsx')).PlanDialog);

type Patient = ReadingsToAssignQuery['patientsToRead'][number];
/** The places of a case, and the right that each needs. */
const rightOf = { firstReader: 'readBlind', secondReader: 'readBlind', adjudicator: 'adjudicate' } as const;
type Person = keyof typeof rightOf;
/** As many as the API lists. */
const mostListed = 200;
const people: readonly Person[] = ['firstReader', 'secondReader', 'adjudicator'];

/** Chooses patients, their two readers, and who decides where the two differ. */
export function AssignPanel() {
  const t = useTranslations('readings.assign');
  const { code: study } = useStudy();
  const [text, setText] = useState('');
  const [code] = useDebouncedValue(text, 250);
  const { data: latest, previousData, error, refetch } = useQuery(toAssignQuery, { variables: { study, code }, fetchPolicy: 'cache-and-network' }); // prettier-ignore
  const [assign, assigning] = useMutation(assignMutation, {
    refetchQueries: [casesQuery, toAssignQuery],
    awaitRefetchQueries: true,
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [who, setWho] = useState<Readonly<Record<Person, string | null>>>({ firstReader: null, secondReader: null, adjudicator: null }); // prettier-ignore
  const [isPlanning, setPlanning] = useState(false);
  const data = latest ?? previousData;
  const patients = data?.patientsToRead ?? [];
  const members = data?.blindMembers ?? [];
  const isWhole = chosen.size > 0 && people.every((one) => who[one] !== null);

  function send() {
    const { firstReader, secondReader, adjudicator } = who;
    if (firstReader === null || secondReader === null || adjudicator === null) return;
    const wanted = [...chosen].map((patientId) => ({ patientId }));
    const done = assign({ variables: { study, patients: wanted, firstReader, secondReader, adjudicator } });
    void done.then(() => setChosen(new Set()), () => undefined);
  } // prettier-ignore

  const columns: Column<Patient>[] = [
    {
      id: 'choose',
      header: t('choose'),
      cell: ({ id, code: name, isAssigned }) => (
        <Checkbox
          size="xs"
          aria-label={t('chooseNamed', { code: name })}
          checked={chosen.has(id)}
          disabled={isAssigned}
          onChange={() => setChosen(chosen.has(id) ? new Set([...chosen].filter((one) => one !== id)) : new Set([...chosen, id]))} // prettier-ignore
        />
      ),
    },
    { id: 'code', header: t('patient'), rowHeader: true, sortBy: (one) => one.code, cell: (one) => one.code },
    { id: 'centre', header: t('centre'), folds: true, sortBy: ({ centre }) => centre, cell: ({ centre }) => centre },
    {
      id: 'days',
      header: t('days'),
      folds: true,
      cell: ({ images }) => images.map(({ day }) => (day === null ? missing : withMinus(String(day)))).join(', '),
    },
    {
      id: 'state',
      header: t('state'),
      cell: ({ isAssigned, isAccepted }) =>
        isAssigned ? (
          <StatusBadge tone="active">{t('assigned')}</StatusBadge>
        ) : isAccepted ? (
          <StatusBadge tone="good">{t('accepted')}</StatusBadge>
        ) : (
          missing
        ),
    },
  ];
  return (
    <Panel
      title={t('title')}
      note={t('note')}
      actions={
        <Button size="xs" variant="default" disabled={!data} onClick={() => setPlanning(true)}>
          {t('plan')}
        </Button>
      }
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height={240} />}
      {data ? (
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {people.map((one) => (
              <Select
                key={one}
                label={t(one)}
                placeholder={t('nobody')}
                value={who[one]}
                onChange={(value) => setWho({ ...who, [one]: value })}
                data={members
                  .filter(({ right }) => right === rightOf[one])
                  .map(({ userId, name }) => ({
                    value: userId,
                    label: name,
                    disabled: people.some((other) => other !== one && who[other] === userId),
                  }))}
                nothingFoundMessage={t('nobody')}
                clearable
              />
            ))}
          </SimpleGrid>
          {members.length === 0 ? (
            <Text size="sm" c="var(--text-quiet)">
              {t('noMembers')}
            </Text>
          ) : null}
          <TextInput label={t('find')} value={text} onChange={(event) => setText(event.currentTarget.value)} maw="20rem" />
          {patients.length === 0 ? (
            <EmptyState title={t('none')} text={t('noneText')} />
          ) : (
            <DataTable columns={columns} rows={patients} rowKey={({ id }) => id} caption={t(patients.length < mostListed ? 'count' : 'countFirst', { n: patients.length })} foldBelow="medium" maxHeight="24rem" />
          )}
          {assigning.error ? <Refused error={assigning.error} /> : null}
          <Group justify="flex-end">
            <Button disabled={!isWhole} loading={assigning.loading} onClick={send}>
              {t('send', { n: chosen.size })}
            </Button>
          </Group>
        </Stack>
      ) : null}
      {data && isPlanning ? <PlanDialog plan={data.readingPlan} onClose={() => setPlanning(false)} /> : null}
    </Panel>
  ); // prettier-ignore
}

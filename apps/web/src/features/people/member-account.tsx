'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Member, peopleQuery, takeSecondFactorOffMutation } from './people-query.ts';
import { Refusal } from './refusal.tsx';

/** What concerns the account of a member and not the membership: a lost second factor. */
export function MemberAccount({ member, onDone }: { member: Member; onDone: () => void }) {
  const t = useTranslations('people');
  const [isSure, setSure] = useState(false);
  const [takeOff, { loading, error }] = useMutation(takeSecondFactorOffMutation, { refetchQueries: [peopleQuery] });
  if (!member.hasSecondFactor) return null;
  const send = () => void takeOff({ variables: { membershipId: member.id } }).then(onDone, () => undefined);
  return (
    <Stack gap="xs" align="flex-start">
      {isSure ? <Text size="sm">{t('factorLead')}</Text> : null}
      {error ? <Refusal error={error} /> : null}
      <Button
        variant={isSure ? 'filled' : 'default'}
        {...(isSure ? { color: 'red' } : {})}
        loading={loading}
        onClick={() => (isSure ? send() : setSure(true))}
      >
        {t(isSure ? 'takeFactorOffNow' : 'takeFactorOff')}
      </Button>
    </Stack>
  );
}

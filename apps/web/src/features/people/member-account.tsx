'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LinkOnce } from './link-once.tsx';
import { type Member, offerPasswordResetMutation, peopleQuery, takeSecondFactorOffMutation } from './people-query.ts';
import { Refusal } from './refusal.tsx';

/** What concerns the account of a member and not the membership: a lost password, a lost second factor. */
export function MemberAccount({ member, onDone }: { member: Member; onDone: () => void }) {
  const t = useTranslations('people');
  const variables = { membershipId: member.id };
  const [isSure, setSure] = useState(false);
  const [takeOff, takingOff] = useMutation(takeSecondFactorOffMutation, { refetchQueries: [peopleQuery] });
  const [offer, offering] = useMutation(offerPasswordResetMutation);
  const error = takingOff.error ?? offering.error;
  const send = () => void takeOff({ variables }).then(onDone, () => undefined);
  if (offering.data) {
    return (
      <LinkOnce
        lead={t('passwordLink.passOn', { name: member.name })}
        label={t('passwordLink.label')}
        {...offering.data.offerPasswordReset}
        onClose={onDone}
      />
    );
  }
  return (
    <Stack gap="xs">
      {isSure ? <Text size="sm">{t('factorLead')}</Text> : null}
      {error ? <Refusal error={error} /> : null}
      <Group gap="xs">
        <Button
          variant="default"
          disabled={member.isDisabled}
          loading={offering.loading}
          onClick={() => void offer({ variables }).catch(() => undefined)}
        >
          {t('passwordLink.make')}
        </Button>
        {member.hasSecondFactor ? (
          <Button
            variant={isSure ? 'filled' : 'default'}
            {...(isSure ? { color: 'red' } : {})}
            loading={takingOff.loading}
            onClick={() => (isSure ? send() : setSure(true))}
          >
            {t(isSure ? 'takeFactorOffNow' : 'takeFactorOff')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { LinkOnce } from './link-once.tsx';
import { inviteMutation, peopleQuery } from './people-query.ts';
import { type Placement, PlacementFields, placementInput } from './placement-fields.tsx';
import { Refusal } from './refusal.tsx';

/** Asks whom to invite as what, and then shows the link this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('people');
  const { code: study } = useStudy();
  const [email, setEmail] = useState('');
  const [placement, setPlacement] = useState<Placement>({ role: 'investigator', centre: null });
  const [invite, { data, loading, error }] = useMutation(inviteMutation, { refetchQueries: [peopleQuery] });
  const input = placementInput(placement);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (input && !loading) void invite({ variables: { study, email, placement: input } }).catch(() => undefined);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('invite.title')}</Text>}
    >
      {data ? (
        <LinkOnce
          lead={t('invite.passOn', { email })}
          label={t('invite.link')}
          path={data.inviteMember.path}
          isMailed={data.inviteMember.isMailed}
          onClose={onClose}
        />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              type="email"
              label={t('email')}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              autoComplete="off"
              required
              data-autofocus
            />
            <PlacementFields value={placement} onChange={setPlacement} />
            {error ? <Refusal error={error} /> : null}
            <Group justify="flex-end">
              <Button type="submit" loading={loading} disabled={input === null}>
                {t('invite.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

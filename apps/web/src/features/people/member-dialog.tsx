'use client';
import { useMutation } from '@apollo/client/react';
import { isRole } from '@haim/schema';
import { Button, Divider, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { MemberAccount } from './member-account.tsx';
import { changeMutation, endMutation, endSessionsMutation, type Member, peopleQuery } from './people-query.ts';
import { type Placement, PlacementFields, placementInput } from './placement-fields.tsx';
import { Refusal } from './refusal.tsx';

const options = { refetchQueries: [peopleQuery], awaitRefetchQueries: true };

/** Changes a membership or ends it. What a member loses is closed with that person's next request. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations('people');
  const { id, version, name, role, centre, sessions } = member;
  const isSelf = useViewer().id === member.userId;
  const [placement, setPlacement] = useState<Placement>({ role: isRole(role) ? role : 'investigator', centre });
  const [ends, setEnds] = useState(false);
  const [change, changing] = useMutation(changeMutation, options);
  const [end, ending] = useMutation(endMutation, options);
  const [endSessions, endingSessions] = useMutation(endSessionsMutation, options);
  const input = placementInput(placement);
  const error = changing.error ?? ending.error ?? endingSessions.error;
  const then = (done: Promise<unknown>) => void done.then(onClose, () => undefined);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (input) then(change({ variables: { id, version, placement: input } }));
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{name}</Text>}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PlacementFields value={placement} onChange={setPlacement} />
          {isSelf ? (
            <Text size="sm" c="var(--text-quiet)">
              {t('ownMembership')}
            </Text>
          ) : null}
          {error ? <Refusal error={error} /> : null}
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={changing.loading}
              disabled={input === null || (input.role === role && input.centre === centre)}
            >
              {t('change')}
            </Button>
          </Group>
          <Divider />
          <Group justify="space-between" gap="xs">
            <Button
              variant="default"
              disabled={sessions === 0}
              loading={endingSessions.loading}
              onClick={() => then(endSessions({ variables: { membershipId: id } }))}
            >
              {t('endSessions', { n: sessions })}
            </Button>
            <Button
              color="red"
              variant={ends ? 'filled' : 'light'}
              loading={ending.loading}
              onClick={() => (ends ? then(end({ variables: { id, version } })) : setEnds(true))}
            >
              {t(ends ? 'endMembershipNow' : 'endMembership')}
            </Button>
          </Group>
          <MemberAccount member={member} onDone={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

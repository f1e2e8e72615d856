'use client';
import { useMutation } from '@apollo/client/react';
import { Anchor, Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { identityForm } from '@haim/schema';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { findByHospitalNumberMutation } from './query.ts';

/** From a hospital number, as a whole, to the patient: for those who may know who is who. */
export function FindByNumber({ study, onClose }: { study: Study; onClose: () => void }) {
  useFocusReturn();
  const t = useTranslations('entry.byNumber');
  const forms = useTranslations('forms');
  const label = useLabel();
  const router = useRouter();
  const [number, setNumber] = useState('');
  const [find, { data, error, loading, reset }] = useMutation(findByHospitalNumberMutation, {
    fetchPolicy: 'no-cache',
  });
  const found = data?.findByHospitalNumber;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const answer = await find({ variables: { study: study.code, hospitalNumber: number } }).catch(() => null);
    const [one, ...others] = answer?.data?.findByHospitalNumber ?? [];
    if (one && others.length === 0) router.push(studyPath(study.code, 'patients', one.id));
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': forms('close') }}
      title={<Text fw={600}>{t('title')}</Text>}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('text')}</Text>
          <TextInput
            label={label(identityForm.fields.hospitalNumber.label)}
            value={number}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
              reset();
            }}
            maxLength={identityForm.fields.hospitalNumber.maxLength}
            autoComplete="off"
            spellCheck={false}
            required
            data-autofocus
          />
          <div role="status">
            {found?.length === 0 ? <Text size="sm">{t('none')}</Text> : null}
            {found && found.length > 1 ? (
              <List size="sm">
                {found.map(({ id, code, centre }) => (
                  <List.Item key={id}>
                    <Anchor component={Link} href={studyPath(study.code, 'patients', id)} size="sm">
                      {code} · {centre}
                    </Anchor>
                  </List.Item>
                ))}
              </List>
            ) : null}
          </div>
          {error ? <ErrorState code={errorCode(error)} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {forms('close')}
            </Button>
            <Button type="submit" loading={loading} disabled={number.trim() === ''}>
              {t('find')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { identityForm } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { useCentresWith } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Shown, showIdentityMutation } from './identity-query.ts';
import { ShownIdentity } from './shown-identity.tsx';
import { type Patient } from './patient-document.ts';

/** Who the patient is: closed until somebody asks, and forgotten when they leave. */
export function IdentityPanel({ patient }: { patient: Patient }) {
  const t = useTranslations('patients.identity');
  const label = useLabel();
  const maySee = useCentresWith('readIdentities').includes(patient.centre);
  const [shown, setShown] = useState<Shown | null>(null);
  // Nothing that identifies stays in the cache of the page.
  const [look, { loading, error, reset }] = useMutation(showIdentityMutation, { fetchPolicy: 'no-cache' });

  async function show() {
    const answer = await look({ variables: { patientId: patient.id } }).catch(() => null);
    if (answer?.data) setShown(answer.data.showIdentity);
  }
  function hide() {
    setShown(null);
    reset();
  }

  return (
    <Panel
      title={label(identityForm.label)}
      note={t('note')}
      actions={
        shown ? (
          <Button size="xs" variant="default" leftSection={<IconEyeOff size={15} aria-hidden />} onClick={hide}>
            {t('hide')}
          </Button>
        ) : null
      }
    >
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void show()} /> : null}
      {!maySee ? (
        <>
          <Text size="sm" mb="xs">
            {t('closed')}
          </Text>
          <WithoutRight right="readIdentities" centre={patient.centre} />
        </>
      ) : shown ? (
        <ShownIdentity
          // After a look the form begins anew with what was shown.
          key={`${shown.identity?.version ?? 0} ${shown.history[0]?.id ?? ''}`}
          patient={patient}
          shown={shown}
          onChanged={() => void show()}
        />
      ) : (
        <EmptyState title={t('onRequest')} text={t('onRequestText')}>
          <Button leftSection={<IconEye size={16} aria-hidden />} loading={loading} onClick={() => void show()}>
            {t('show')}
          </Button>
        </EmptyState>
      )}
    </Panel>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { identityForm, type IdentityRow, type Row } from '@haim/schema';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { RecordFacts } from '@/forms/record-facts.tsx';
import { RecordForm } from '@/forms/record-form.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { useCentresWith } from '@/session/session.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { IdentityHistory } from './identity-history.tsx';
import { saveIdentityMutation, type Shown } from './identity-query.ts';
import { type Patient } from './patient-document.ts';
import { SavedNote } from './saved-note.tsx';

const RemoveIdentity = onOpening(async () => (await import('./remove-identity.tsx')).RemoveIdentity);

const noLists = { arm: [] };

interface ShownIdentityProps {
  readonly patient: Patient;
  readonly shown: Shown;
  /** Looks again, which is recorded like every look. */
  readonly onChanged: () => void;
}

/** The identity as it was shown, to be entered, corrected or removed by those who may. */
export function ShownIdentity({ patient, shown: { identity, history }, onChanged }: ShownIdentityProps) {
  const t = useTranslations('patients.identity');
  const forms = useTranslations('forms');
  const label = useLabel();
  const mayEnter = useCentresWith('enterIdentities').includes(patient.centre);
  const [isLate, setLate] = useState(false);
  const [removes, setRemoves] = useState(false);
  const [send] = useMutation(saveIdentityMutation, { fetchPolicy: 'no-cache' });
  const saved: Row | null = identity ? { ...identity } : null;

  async function save(row: Row, reason: string | null): Promise<Refusal | null> {
    try {
      await send({
        variables: {
          patientId: patient.id,
          version: identity?.version ?? null,
          values: row as IdentityRow,
          reason,
        },
      });
      notifications.show({ message: forms('saved', { form: label(identityForm.label) }), color: 'teal' });
      onChanged();
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      setLate(refusal.kind === 'failed' && refusal.code === 'CONFLICT');
      return refusal;
    }
  }

  return (
    <Stack gap="sm">
      {identity ? <SavedNote record={identity} /> : <Text size="sm">{t('none')}</Text>}
      {isLate ? (
        <Alert color="yellow" variant="light" p="xs">
          {t('late')}{' '}
          <Button size="compact-xs" variant="default" onClick={onChanged}>
            {t('again')}
          </Button>
        </Alert>
      ) : null}
      {mayEnter ? (
        <RecordForm
          form={identityForm}
          saved={saved}
          choices={noLists}
          needsReason={identity !== null}
          saveLabel={forms(identity ? 'saveCorrection' : 'save')}
          onSave={save}
        />
      ) : saved ? (
        <RecordFacts form={identityForm} record={saved} choices={noLists} />
      ) : null}
      {identity && mayEnter ? (
        <div>
          <Button size="xs" variant="subtle" color="red" onClick={() => setRemoves(true)}>
            {t('remove')}
          </Button>
        </div>
      ) : null}
      <IdentityHistory history={history} />
      {identity && removes ? (
        <RemoveIdentity
          patient={patient}
          version={identity.version}
          onClose={() => setRemoves(false)}
          onRemoved={onChanged}
        />
      ) : null}
    </Stack>
  );
}

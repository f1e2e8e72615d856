'use client';
import { useMutation } from '@apollo/client/react';
import { Modal, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { demographicsForm, type Row } from '@haim/schema';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { RecordForm } from '@/forms/record-form.tsx';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { useGuardedClose } from '@/forms/use-guarded-close.tsx';
import { type CreatePatientMutationVariables } from '@/graphql/generated/graphql.ts';
import { type Study } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { codeTaken, newPatientForm, splitNewPatient } from './new-patient.ts';
import { createPatientMutation } from './query.ts';

/** Centre, code and demographics; then on to the patient's baseline. */
export function AddPatient({ study, onClose }: { study: Study; onClose: () => void }) {
  useFocusReturn();
  const t = useTranslations('entry');
  const forms = useTranslations('forms');
  const router = useRouter();
  const [create] = useMutation(createPatientMutation);
  const { setDirty, close, question } = useGuardedClose(onClose);
  const centres = study.centres.filter(({ code }) => study.writableCentres.includes(code));
  const [form] = useState(() => newPatientForm(centres, formOf(study, demographicsForm.name) ?? demographicsForm));
  const onlyCentre = centres.length === 1 ? centres[0] : undefined;

  async function save(row: Row): Promise<Refusal | null> {
    const { centre, code, demographics } = splitNewPatient(row, onlyCentre?.code);
    try {
      const { data } = await create({
        variables: {
          study: study.code,
          centre,
          code,
          demographics: demographics as CreatePatientMutationVariables['demographics'],
        },
      });
      if (!data) return { kind: 'failed', code: 'OTHER' };
      router.push(
        `/studies/${encodeURIComponent(study.code)}/patients/${data.createPatient.id}?form=baseline&begin=true`,
      );
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      return refusal.kind === 'failed' && refusal.code === 'CONFLICT'
        ? { kind: 'issues', issues: [codeTaken] }
        : refusal;
    }
  }

  return (
    <Modal
      opened
      onClose={close}
      size="46rem"
      closeButtonProps={{ 'aria-label': forms('close') }}
      styles={{ content: { '--form-ground': 'var(--mantine-color-body)' } }}
      title={<Text fw={600}>{t('add')}</Text>}
    >
      {onlyCentre ? (
        <Text size="sm" mb="sm">
          {t('addTo', { centre: `${onlyCentre.code} · ${onlyCentre.name}` })}
        </Text>
      ) : null}
      <RecordForm
        form={form}
        saved={null}
        choices={{ arm: study.arms }}
        needsReason={false}
        saveLabel={t('addAndGoOn')}
        onDirty={setDirty}
        onSave={save}
        onCancel={close}
      />
      {question}
    </Modal>
  );
}

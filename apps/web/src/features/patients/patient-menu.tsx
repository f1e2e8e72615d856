'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Menu, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsJoin, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { patientCode, patientCodeLabel } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Patient } from './patient-document.ts';
import { correctCodeMutation, removePatientMutation } from './removal-query.ts';

/** What is done to a patient as a whole: another code, one patient of two, removal. */
export function PatientMenu({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('removal');
  const merging = useTranslations('merging');
  const [open, setOpen] = useState<'code' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconDots size={14} aria-hidden />}>
            {t('menu.open')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setOpen('code')}>
            {t('menu.code')}
          </Menu.Item>
          <Menu.Item
            component={Link}
            href={studyPath(study.code, 'patients', patient.id, 'merge')}
            leftSection={<IconArrowsJoin size={14} aria-hidden />}
          >
            {merging('menu')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setOpen('remove')}>
            {t('menu.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'code' ? <CorrectCode patient={patient} onClose={close} /> : null}
      {open === 'remove' ? <RemovePatient patient={patient} study={study} onClose={close} /> : null}
    </>
  );
}

function CorrectCode({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const t = useTranslations('removal');
  const label = useLabel();
  const [code, setCode] = useState(patient.code);
  const [correct] = useMutation(correctCodeMutation, { refetchQueries: 'active' });
  const given = code.trim();
  const isCode = patientCode.test(given);
  return (
    <ReasonDialog
      title={t('code.title', { code: patient.code })}
      action={t('code.do')}
      isReady={isCode && given !== patient.code}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await correct({ variables: { id: patient.id, version: patient.version, code: given, reason } });
        } catch (error) {
          return refusalOf(error);
        }
        notifications.show({ message: t('code.done', { code: given }), color: 'teal' });
        return null;
      }}
    >
      <Text size="sm">{t('code.text')}</Text>
      <TextInput
        label={t('code.new')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={given === '' || isCode ? null : label(patientCodeLabel)}
        maxLength={40}
        autoComplete="off"
        required
      />
    </ReasonDialog>
  );
}

function RemovePatient({ patient, study, onClose }: { patient: Patient; study: Study; onClose: () => void }) {
  const t = useTranslations('removal');
  const router = useRouter();
  // The page of the patient is left: its queries would find nobody.
  const [remove] = useMutation(removePatientMutation);
  return (
    <ReasonDialog
      title={t('patient.title', { code: patient.code })}
      action={t('patient.do')}
      isRemoval
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await remove({ variables: { id: patient.id, version: patient.version, reason } });
        } catch (error) {
          return refusalOf(error);
        }
        notifications.show({ message: t('patient.done', { code: patient.code }), color: 'teal' });
        router.push(studyPath(study.code, 'entry'));
        return null;
      }}
    >
      <Text size="sm">{t('patient.text')}</Text>
    </ReasonDialog>
  );
}

'use client';
import { Button, Group, Menu } from '@mantine/core';
import {
  IconEyeCheck,
  IconEyeExclamation,
  IconEyeOff,
  IconLock,
  IconLockOpen,
  IconShieldCheck,
  IconSignature,
  IconSnowflake,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type HoldKind, holdKinds, holdLabels } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useCentresWith } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type Hold, useReview } from './patient-review.tsx';
import { useVerification, useVerify } from './patient-verifications.tsx';

const LiftDialog = onOpening(async () => (await import('./hold-dialog.tsx')).LiftDialog);
const HoldDialog = onOpening(async () => (await import('./hold-dialog.tsx')).HoldDialog);
const SignDialog = onOpening(async () => (await import('./sign-dialog.tsx')).SignDialog);

interface ReviewMenuProps {
  readonly patient: { readonly id: string; readonly code: string; readonly centre: string };
  /** Null with `record`: the patient as a whole. */
  readonly form: { readonly name: string; readonly label: string } | null;
  readonly record: { readonly id: string; readonly version: number } | null;
}

const icons = { frozen: IconSnowflake, locked: IconLock } as const;

/** Whether a record, or a patient, is verified, frozen, locked and signed, and what the reader may do about it. */
export function ReviewMenu({ patient, form, record }: ReviewMenuProps) {
  const recordId = record?.id ?? null;
  const t = useTranslations('review');
  const label = useLabel();
  const { hold, own, signatures } = useReview(recordId);
  const mayLock = useCentresWith('lockRecords').includes(patient.centre);
  const maySign = useCentresWith('signRecords').includes(patient.centre);
  const { whole, mayVerify } = useVerification(recordId);
  const { failed, verify, takeBack } = useVerify();
  const [dialog, setDialog] = useState<HoldKind | Hold | 'sign' | null>(null);
  const close = () => setDialog(null);
  const name = form ? `${patient.code} · ${form.label}` : patient.code;
  const valid = signatures.filter(({ voidedAt }) => voidedAt === null);
  const canSign = maySign && form !== null && recordId !== null && hold?.kind === 'locked';
  const shown = form && record ? { form: form.name, id: record.id, version: record.version } : null;
  const canVerify = mayVerify && shown !== null;
  const settable = mayLock ? holdKinds.filter((kind) => !own.some((one) => one.kind === kind)) : [];
  const Icon = hold ? icons[hold.kind] : IconShieldCheck;
  const target = { patientId: patient.id, form: form?.name ?? null, recordId };
  return (
    <Group gap="xs">
      {whole ? (
        <StatusBadge
          tone={whole.verified ? 'good' : 'attention'}
          mark={whole.verified ? <IconEyeCheck size={12} aria-hidden /> : <IconEyeExclamation size={12} aria-hidden />}
        >
          {t(whole.verified ? 'verified' : 'changed')}
        </StatusBadge>
      ) : null}
      {hold ? (
        <StatusBadge tone="neutral" mark={<Icon size={12} aria-hidden />}>
          {label(holdLabels[hold.kind])}
          {hold.scope === 'record' || form === null ? '' : ` · ${t(`with.${hold.scope}`)}`}
        </StatusBadge>
      ) : null}
      {valid.length > 0 ? (
        <StatusBadge tone="good" mark={<IconSignature size={12} aria-hidden />}>
          {t('signedBy', { names: valid.map(({ signedBy }) => signedBy).join(', ') })}
        </StatusBadge>
      ) : null}
      {mayLock || canSign || canVerify ? (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <Button size="compact-sm" variant="subtle" leftSection={<IconShieldCheck size={15} aria-hidden />}>
              {t(form ? 'menu' : 'menuOfPatient')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {canVerify && !whole?.verified ? (
              <Menu.Item
                leftSection={<IconEyeCheck size={14} aria-hidden />}
                onClick={() => (shown ? verify(shown, null) : undefined)}
              >
                {t('verify')}
              </Menu.Item>
            ) : null}
            {canVerify && whole ? (
              <Menu.Item leftSection={<IconEyeOff size={14} aria-hidden />} onClick={() => takeBack(whole.id)}>
                {t('takeBack')}
              </Menu.Item>
            ) : null}
            {settable.map((kind) => {
              const KindIcon = icons[kind];
              return (
                <Menu.Item key={kind} leftSection={<KindIcon size={14} aria-hidden />} onClick={() => setDialog(kind)}>
                  {t(`do.${kind}`)}
                </Menu.Item>
              );
            })}
            {mayLock
              ? own.map((one) => (
                  <Menu.Item
                    key={one.id}
                    leftSection={<IconLockOpen size={14} aria-hidden />}
                    onClick={() => setDialog(one)}
                  >
                    {t(`undo.${one.kind}`)}
                  </Menu.Item>
                ))
              : null}
            {canSign ? (
              <Menu.Item leftSection={<IconSignature size={14} aria-hidden />} onClick={() => setDialog('sign')}>
                {t('sign')}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {failed ? <ErrorState code={failed} /> : null}
      {dialog === 'frozen' || dialog === 'locked' ? (
        <HoldDialog title={t(`title.${dialog}`, { name })} target={target} kind={dialog} onClose={close} />
      ) : null}
      {dialog === 'sign' && form && recordId ? (
        <SignDialog
          title={t('title.sign', { name })}
          patientId={patient.id}
          form={form.name}
          recordId={recordId}
          onClose={close}
        />
      ) : null}
      {dialog !== null && typeof dialog === 'object' ? (
        <LiftDialog title={t(`title.lift`, { name })} hold={dialog} onClose={close} />
      ) : null}
    </Group>
  );
}

'use client';
import { Alert, Button, TextInput } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { errorCodes, type Issue } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { SignInAgain } from '@/session/sign-in-again.tsx';
import { knownCode } from '@/ui/error-state.tsx';
import styles from './record-form.module.css';

interface SaveBarProps {
  readonly label: string;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** Counts after an attempt to save, otherwise 0. */
  readonly errors: number;
  readonly doubts: number;
  readonly failure: string | null;
  /** Faults of the API that belong to no field of the form. */
  readonly strangers: readonly Issue[];
  readonly reason: { value: string; missing: boolean; onChange: (reason: string) => void } | null;
  /** Saves again after a session that had ended. */
  readonly onSignedIn: () => void;
  readonly onUndo: () => void;
  readonly onCancel?: () => void;
  readonly tools: ReactNode;
  /** Whether there is a next form to go on to. */
  readonly goesOn: boolean;
}

/** Always in view: the reason for a correction, what prevents saving, and the buttons. */
export function SaveBar(props: SaveBarProps) {
  const {
    label,
    isDirty,
    isSaving,
    errors,
    doubts,
    failure,
    strangers,
    reason,
    onSignedIn,
    onUndo,
    onCancel,
    tools,
    goesOn,
  } = props;
  const t = useTranslations('forms');
  const ui = useTranslations('ui');
  const inLanguage = useLabel();
  const stops = [
    errors > 0 ? t('errors', { n: errors }) : null,
    doubts > 0 ? t('doubts', { n: doubts }) : null,
    reason?.missing ? t('reasonMissing') : null,
  ].filter((text) => text !== null);
  return (
    <div className={styles['bar']}>
      {failure || strangers.length > 0 ? (
        <Alert color="red" variant="light" w="100%" p="xs" role="alert">
          {failure
            ? `${ui(`errors.${knownCode(failure)}`)} ${t(isAnswerOfApi(failure) ? 'notSaved' : 'unsure')}`
            : null}
          {strangers.map(({ field, expected }) => `${field}: ${inLanguage(expected)}`).join('; ')}
          {failure === 'UNAUTHENTICATED' ? (
            <div className={styles['again']}>
              <SignInAgain onSignedIn={onSignedIn} />
            </div>
          ) : null}
        </Alert>
      ) : null}
      {reason ? (
        <div className={styles['reason']} data-field="reason">
          <TextInput
            aria-label={t('reason')}
            placeholder={t('reasonPlaceholder')}
            value={reason.value}
            onChange={(event) => reason.onChange(event.currentTarget.value)}
            error={reason.missing}
            required
            maxLength={500}
            autoComplete="off"
          />
        </div>
      ) : null}
      <div className={styles['state']} role="status" data-tone={stops.length > 0 ? 'error' : undefined}>
        {stops.length > 0 ? stops.join(' · ') : isDirty ? t('unsaved') : null}
        {stops.length === 0 && !isDirty ? (
          <span className={styles['keys']}>
            {t.rich('keys', { kbd: (key) => <kbd>{key}</kbd> })}
            {goesOn ? t.rich('keysOn', { kbd: (key) => <kbd>{key}</kbd> }) : null}
          </span>
        ) : null}
      </div>
      <div className={styles['buttons']}>
        {tools}
        {isDirty ? (
          <Button variant="subtle" color="gray" onClick={onUndo} disabled={isSaving}>
            {t('undo')}
          </Button>
        ) : null}
        {onCancel ? (
          <Button variant="default" onClick={onCancel} disabled={isSaving}>
            {t('close')}
          </Button>
        ) : null}
        <Button type="submit" disabled={!isDirty} loading={isSaving}>
          {label}
        </Button>
      </div>
    </div>
  );
}

/** Without an answer from the API the save may still have arrived: the connection can break on the way back. */
function isAnswerOfApi(failure: string): boolean {
  return errorCodes.some((code) => code === failure);
}

'use client';
import { Anchor, Button } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { studyPath } from '@/session/study-path.ts';
import styles from './outbox-status.module.css';
import { useOutbox } from './outbox.tsx';
import { useFormOfSave } from './use-form-of-save.ts';
import { type WaitingSave } from './waiting-save.ts';

interface WaitingListProps {
  readonly at: (time: number) => string;
  readonly onDecide: (save: WaitingSave) => void;
}

/** What waits in this browser, oldest first, and what somebody has to decide about it. */
export function WaitingList({ at, onDecide }: WaitingListProps) {
  const waiting = useOutbox()?.waiting ?? [];
  return (
    <ul className={styles['list']}>
      {waiting.map((save) => (
        <WaitingItem key={save.saveKey} save={save} at={at(save.at)} onDecide={() => onDecide(save)} />
      ))}
    </ul>
  );
}

function WaitingItem({ save, at, onDecide }: { save: WaitingSave; at: string; onDecide: () => void }) {
  const t = useTranslations('forms.outbox');
  const forms = useTranslations('forms');
  const label = useLabel();
  const outbox = useOutbox();
  const { form } = useFormOfSave(save);
  const { refused } = save;
  return (
    <li>
      <Anchor
        component={Link}
        size="sm"
        href={`${studyPath(save.study, 'patients', save.patientId)}?form=${save.form}`}
      >
        {form ? label(form.label) : save.form}
      </Anchor>{' '}
      <span className={styles['quiet']}>{t('at', { at })}</span>
      {refused && 'issues' in refused
        ? refused.issues.map((issue) => (
            <div key={issue.field}>
              {form?.fields[issue.field] ? `${label(form.fields[issue.field]?.label ?? issue.expected)}: ` : null}
              {forms('expected', { expected: label(issue.expected) })}
            </div>
          ))
        : null}
      {refused && 'code' in refused ? <div>{t('refused')}</div> : null}
      {refused && 'current' in refused ? (
        <Button size="compact-xs" onClick={onDecide}>
          {t('decide')}
        </Button>
      ) : null}
      {refused && !('current' in refused) ? (
        <Button size="compact-xs" variant="default" color="red" onClick={() => void outbox?.drop(save)}>
          {t('discard')}
        </Button>
      ) : null}
    </li>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsJoin } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Choices, type ComparedRecord, sentChoices, undecided } from './choices.ts';
import { type ComparedPair, type Merge } from './merge.ts';
import { mergePatientsMutation } from './query.ts';

interface MergeButtonProps {
  readonly merge: Merge;
  readonly study: Study;
  readonly pairs: readonly ComparedPair[];
  readonly identities: ComparedRecord | null;
  readonly choices: Choices;
  readonly onAgain: () => void;
}

/** The reason and the act; why it was refused is said beside it. */
export function MergeButton({ merge, study, pairs, identities, choices, onAgain }: MergeButtonProps) {
  const t = useTranslations('merging');
  const removal = useTranslations('removal');
  const router = useRouter();
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [send] = useMutation(mergePatientsMutation);
  const { kept, other } = merge;
  const needsIdentity = kept.isIdentified && other.isIdentified;
  const left = undecided([...pairs, ...(identities ? [identities] : [])], choices);
  const isReady = left === 0 && (!needsIdentity || identities !== null) && reason.trim() !== '' && !isBusy;

  async function act(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!isReady) return;
    setBusy(true);
    try {
      await send({
        variables: {
          ...{ keptId: kept.id, otherId: other.id, state: merge.state, reason: reason.trim() },
          choices: sentChoices(pairs, choices),
          identity: identities
            ? sentChoices([identities], choices).map(({ field, takesOther }) => ({ field, takesOther }))
            : [],
        },
      });
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
      return;
    }
    notifications.show({ message: t('done', { other: other.code, kept: kept.code }), color: 'teal' });
    router.push(studyPath(study.code, 'patients', kept.id));
  }

  return (
    <form onSubmit={(event) => void act(event)}>
      <TextInput
        mt="md"
        maw={560}
        label={removal('reason')}
        description={removal('reasonKept')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        autoComplete="off"
        required
      />
      {refusal ? <Refused refusal={refusal} onAgain={onAgain} /> : null}
      <Group mt="sm" gap="sm">
        <Button
          type="submit"
          color="red"
          loading={isBusy}
          disabled={!isReady}
          leftSection={<IconArrowsJoin size={16} aria-hidden />}
        >
          {t('act', { other: other.code, kept: kept.code })}
        </Button>
        <span role="status">
          {left > 0 ? t('differ.left', { n: left }) : needsIdentity && !identities ? t('identity.first') : null}
        </span>
      </Group>
    </form>
  );
}

function Refused({ refusal, onAgain }: { refusal: Refusal; onAgain: () => void }) {
  const t = useTranslations('merging');
  const label = useLabel();
  if (refusal.kind === 'failed' && refusal.code !== 'CONFLICT') return <ErrorState code={refusal.code} />;
  return (
    <Alert role="alert" color="red" variant="light" mt="sm">
      {refusal.kind === 'issues' ? (
        refusal.issues.map(({ field, expected }) => (
          <div key={`${field} ${expected.en}`}>{t('needed', { what: label(expected) })}</div>
        ))
      ) : (
        <Group gap="sm">
          {t('changed')}
          <Button size="compact-sm" variant="default" onClick={onAgain}>
            {t('again')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

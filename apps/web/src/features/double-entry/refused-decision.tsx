'use client';
import { Alert, Button, Group } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, type Issue } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';

interface RefusedDecisionProps {
  /** A code of the API; null where it is not refused as a whole. */
  readonly failure: string | null;
  /** Faults at fields that are not decided here. */
  readonly strangers: readonly Issue[];
  readonly form: Form;
  readonly onRead: () => void;
}

/** Why a decision was not stored, and what to do then. */
export function RefusedDecision({ failure, strangers, form, onRead }: RefusedDecisionProps) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  if (failure !== null && failure !== 'CONFLICT' && failure !== 'RECORD_LOCKED') return <ErrorState code={failure} />;
  if (failure === null && strangers.length === 0) return null;
  return (
    <Alert role="alert" color="red" variant="light">
      {failure === 'RECORD_LOCKED' ? t('locked') : null}
      {failure === 'CONFLICT' ? (
        <Group gap="sm">
          {t('changedMeanwhile')}
          <Button size="compact-sm" variant="default" onClick={onRead}>
            {t('readAgain')}
          </Button>
        </Group>
      ) : null}
      {strangers.map(({ field, expected }) => (
        <div key={field}>
          {label(form.fields[field]?.label ?? { en: field, zh: field })}: {label(expected)}
        </div>
      ))}
    </Alert>
  );
}

'use client';
import { formOfEveryStudy, type FormName, forms } from '@haim/schema';
import { Checkbox, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { Panel } from '@/ui/panel.tsx';
import styles from './study-settings.module.css';

interface FormsPanelProps {
  readonly unused: readonly FormName[];
  readonly withRecords: readonly FormName[];
  readonly error: string | null;
  readonly isReadOnly: boolean;
  readonly onChange: (unused: readonly FormName[]) => void;
}

/** Which forms the study uses. One with records stays, and so does the one that every patient begins with. */
export function FormsPanel({ unused, withRecords, error, isReadOnly, onChange }: FormsPanelProps) {
  const t = useTranslations('studySettings.forms');
  const label = useLabel();
  const whyStays = (name: FormName): string | undefined =>
    name === formOfEveryStudy ? t('always') : withRecords.includes(name) ? t('hasRecords') : undefined;
  return (
    <Panel title={t('title')} note={t('note')}>
      <div className={styles['forms']}>
        {forms.map(({ name, label: title }) => {
          const why = whyStays(name);
          return (
            <Checkbox
              key={name}
              label={label(title)}
              description={why}
              checked={!unused.includes(name)}
              disabled={isReadOnly || why !== undefined}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? unused.filter((one) => one !== name) : [...unused, name])
              }
            />
          );
        })}
      </div>
      {error ? (
        <Text size="xs" c="red" role="alert" mt={4}>
          {error}
        </Text>
      ) : null}
    </Panel>
  );
}

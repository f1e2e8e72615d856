'use client';
import { type DisclosureNumber, disclosureLimits, disclosureNames } from '@haim/schema';
import { NumberInput, Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';
import { type DisclosureDraft } from './draft.ts';
import styles from './study-settings.module.css';

interface DisclosurePanelProps {
  readonly rule: DisclosureDraft;
  readonly errorOf: (name: DisclosureNumber) => string | null;
  readonly isReadOnly: boolean;
  readonly onChange: (rule: DisclosureDraft) => void;
}

/** Whether members of one centre are told numbers of all centres, and under which rule. */
export function DisclosurePanel({ rule, errorOf, isReadOnly, onChange }: DisclosurePanelProps) {
  const t = useTranslations('studySettings.disclosure');
  return (
    <Panel title={t('title')} note={t('note')}>
      <div className={styles['fields']}>
        <Switch
          className={styles['wide'] ?? ''}
          label={t('isOn')}
          description={t('isOnHelp')}
          checked={rule.isOn}
          disabled={isReadOnly}
          onChange={(event) => onChange({ ...rule, isOn: event.currentTarget.checked })}
        />
        {disclosureNames.map((name) => {
          const [lowest, highest] = disclosureLimits[name];
          return (
            <NumberInput
              key={name}
              label={t(name)}
              description={t(`${name}Help`, { lowest, highest })}
              value={rule[name]}
              onChange={(value) => onChange({ ...rule, [name]: value })}
              error={errorOf(name)}
              readOnly={isReadOnly}
              hideControls
              required
            />
          );
        })}
      </div>
    </Panel>
  );
}

'use client';
import { Checkbox, NumberInput, SegmentedControl, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type TrainingHead } from '@/graphql/generated/graphql.ts';
import styles from './training.module.css';
import { type TrainingSettings, usual } from './training.ts';

interface HeadFieldsProps {
  readonly settings: TrainingSettings;
  readonly onChange: (change: Partial<TrainingSettings>) => void;
}

const heads: readonly TrainingHead[] = ['lastLayer', 'attention'];

/** Which kind of head is trained. Another kind begins with the steps that are usual for it. */
export function HeadChoice({ settings, onChange }: HeadFieldsProps) {
  const t = useTranslations('training');
  return (
    <div>
      <SegmentedControl
        value={settings.head}
        onChange={(value) => onChange(value === 'attention' ? usual.attention : usual.lastLayer)}
        data={heads.map((head) => ({ value: head, label: t(`heads.${head}`) }))}
        aria-label={t('form.head')}
        size="sm"
      />
      <Text size="xs" c="var(--text-quiet)" mt={4}>
        {t(`headText.${settings.head}`)}
      </Text>
    </div>
  );
}

/** How it is trained: steps, and of an attention head its size, when it stops, and its cross-validation. */
export function HeadFields({ settings, onChange }: HeadFieldsProps) {
  const t = useTranslations('training.form');
  const isAttention = settings.head === 'attention';
  return (
    <>
      <div className={styles['fields']}>
        <NumberInput
          label={t('epochs')}
          value={settings.epochs}
          onChange={(epochs) => onChange({ epochs })}
          min={1}
          max={3000}
          allowDecimal={false}
          size="xs"
        />
        <NumberInput
          label={t('learningRate')}
          value={settings.learningRate}
          onChange={(learningRate) => onChange({ learningRate })}
          min={0.00001}
          max={1}
          step={0.0001}
          size="xs"
        />
        {isAttention && (
          <>
            <NumberInput
              label={t('hidden')}
              value={settings.hidden}
              onChange={(hidden) => onChange({ hidden })}
              min={8}
              max={512}
              step={8}
              allowDecimal={false}
              size="xs"
            />
            <NumberInput
              label={t('weightDecay')}
              value={settings.weightDecay}
              onChange={(weightDecay) => onChange({ weightDecay })}
              min={0}
              max={1}
              step={0.0001}
              size="xs"
            />
            <NumberInput
              label={t('patience')}
              value={settings.patience}
              onChange={(patience) => onChange({ patience })}
              min={1}
              max={3000}
              allowDecimal={false}
              size="xs"
            />
          </>
        )}
      </div>
      {isAttention && (
        <div className={styles['crossed']}>
          <Checkbox
            label={t('crossed')}
            checked={settings.isCrossValidated}
            onChange={(event) => onChange({ isCrossValidated: event.currentTarget.checked })}
            size="xs"
          />
          {settings.isCrossValidated && (
            <div className={styles['fields']}>
              <NumberInput
                label={t('folds')}
                value={settings.folds}
                onChange={(folds) => onChange({ folds })}
                min={3}
                max={10}
                allowDecimal={false}
                size="xs"
              />
              <NumberInput
                label={t('repeats')}
                value={settings.repeats}
                onChange={(repeats) => onChange({ repeats })}
                min={1}
                max={5}
                allowDecimal={false}
                size="xs"
              />
            </div>
          )}
        </div>
      )}
    </>
  );
}

'use client';
import { Group, SegmentedControl, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface PositiveSwitchProps {
  /** Null until the first answer names them: their place is kept, so that nothing below it moves. */
  readonly classes: readonly [low: string, high: string] | null;
  readonly isLow: boolean;
  readonly onChoose: (isLow: boolean) => void;
}

/** The class that sensitivity is of: always named, and either of the two. */
export function PositiveSwitch({ classes, isLow, onChoose }: PositiveSwitchProps) {
  const t = useTranslations('models.positive');
  const [low, high] = classes ?? ['·', '··'];
  return (
    <Group gap="xs" mt={6} wrap="nowrap" style={{ visibility: classes ? 'visible' : 'hidden' }}>
      <Text size="xs" fw={600}>
        {t('label')}
      </Text>
      <SegmentedControl
        size="xs"
        value={isLow ? 'low' : 'high'}
        onChange={(value) => onChoose(value === 'low')}
        data={[
          { value: 'high', label: high },
          { value: 'low', label: low },
        ]}
        aria-label={t('label')}
      />
    </Group>
  );
}

'use client';
import { Alert, SegmentedControl, Stack, Text } from '@mantine/core';
import { type OverlapRule, overlapRules } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';
import styles from './compare-page.module.css';

export interface Sizes {
  /** In A alone, in both, in B alone. */
  readonly a: number;
  readonly both: number;
  readonly b: number;
}

interface OverlapProps {
  readonly sizes: Sizes;
  readonly names: readonly [string, string];
  readonly overlap: OverlapRule;
  readonly onChange: (overlap: OverlapRule) => void;
}

/** How many are in each, how many in both, and to whom the latter belong: without a choice nothing is compared. */
export function Overlap({ sizes, names, overlap, onChange }: OverlapProps) {
  const t = useTranslations('compare');
  const [a, b] = names;
  const all = sizes.a + sizes.both + sizes.b;
  const parts = [
    { id: 'a', n: sizes.a, text: t('onlyIn', { name: a }) },
    { id: 'both', n: sizes.both, text: t('inBoth') },
    { id: 'b', n: sizes.b, text: t('onlyIn', { name: b }) },
  ] as const;
  return (
    <Panel
      title={t('overlap', { n: sizes.both })}
      note={t('sizes', { a, na: sizes.a + sizes.both, b, nb: sizes.b + sizes.both })}
    >
      <Stack gap="sm">
        <div>
          {/* The list below says the same in numbers. */}
          <div className={styles['bar']} aria-hidden>
            {parts.map(({ id, n }) =>
              n === 0 ? null : (
                <span key={id} className={`${styles['part']} ${styles[id]}`} style={{ flex: `${n} 1 0` }}>
                  {n / Math.max(1, all) > 0.06 ? n : ''}
                </span>
              ),
            )}
          </div>
          <ul className={styles['legend']}>
            {parts.map(({ id, n, text }) => (
              <li key={id}>
                <span className={`${styles['mark']} ${styles[id]}`} aria-hidden />
                {text} <span className={styles['number']}>{n}</span>
              </li>
            ))}
          </ul>
        </div>
        {sizes.both > 0 ? (
          <Stack gap={6}>
            <Text size="sm" fw={600}>
              {t('choose', { n: sizes.both })}
            </Text>
            <SegmentedControl
              size="xs"
              w="fit-content"
              maw="100%"
              className={styles['rules'] ?? ''}
              aria-label={t('choose', { n: sizes.both })}
              value={overlap}
              onChange={(value) => onChange(overlapRules.find((one) => one === value) ?? 'apart')}
              data={overlapRules.map((value) => ({ value, label: t(`choices.${value}`) }))}
            />
            {overlap === 'apart' ? (
              <Alert role="note" variant="default">
                {t('describesOnly')}
              </Alert>
            ) : null}
          </Stack>
        ) : null}
      </Stack>
    </Panel>
  );
}

'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { labTestOf, type Row, standardValue } from '@haim/schema';
import { asTyped, roundSignificant } from '@/numbers/round.ts';

/** A result in the standard unit of its test while it is typed; nothing where it is entered in that unit. */
export function ConvertedResult({ row: { test, value, unit, beyond } }: { row: Row }) {
  const t = useTranslations('patients.records');
  const standard = labTestOf(test)?.standard;
  if (typeof value !== 'number' || typeof unit !== 'string' || standard === undefined || unit === standard) return null;
  const converted = standardValue(test, value, unit);
  if (converted === null) return null;
  // Of a result outside the range of measurement the number is the limit.
  const sign = beyond === '<' || beyond === '>' ? `${beyond} ` : '';
  return (
    <Text size="sm" mt="xs" role="status">
      {t('converted', {
        from: `${sign}${asTyped(value)} ${unit}`,
        to: `${sign}${asTyped(roundSignificant(converted, 5))} ${standard}`,
      })}
    </Text>
  );
}

'use client';
import { List, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { signatureMeaningLabels } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useReview } from './patient-review.tsx';

/** Why a record cannot be changed, and who has signed it: void signatures too, with the reason. */
export function ReviewFacts({ recordId }: { recordId: string | null }) {
  const t = useTranslations('review');
  const label = useLabel();
  const instant = useInstant();
  const { hold, signatures } = useReview(recordId);
  if (!hold && signatures.length === 0) return null;
  return (
    <List size="sm" mb="sm" spacing={2} listStyleType="none">
      {hold ? (
        <List.Item>
          {t(`held.${hold.kind}`, { by: hold.setBy, at: instant(hold.setAt), reason: hold.reason })}
        </List.Item>
      ) : null}
      {signatures.map(({ id, meaning, signedBy, signedAt, sha256, voidedAt, voidedBy, voidReason }) => (
        <List.Item key={id}>
          {t('signature', { by: signedBy, at: instant(signedAt), meaning: label(signatureMeaningLabels[meaning]) })}{' '}
          {voidedAt ? (
            <strong>{t('void', { by: voidedBy ?? '', at: instant(voidedAt), reason: voidReason ?? '' })}</strong>
          ) : (
            <Text component="span" size="xs" c="var(--text-quiet)" title={sha256}>
              SHA-256 {sha256.slice(0, 12)}…
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

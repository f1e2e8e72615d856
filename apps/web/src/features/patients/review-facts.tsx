'use client';
import { List, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, signatureMeaningLabels } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useReview } from './patient-review.tsx';
import { useVerification } from './patient-verifications.tsx';

/** Why a record cannot be changed, who compared it and who has signed it: marks and signatures that no longer hold too, with why. */
export function ReviewFacts({ form, recordId }: { form: Form; recordId: string | null }) {
  const t = useTranslations('review');
  const label = useLabel();
  const instant = useInstant();
  const { hold, signatures } = useReview(recordId);
  const { marks, whole } = useVerification(recordId);
  const single = marks.filter(({ field, verified }) => field !== null && verified).length;
  const nameOf = (field: string) => {
    const spec = form.fields[field];
    return spec ? label(spec.label) : field;
  };
  if (!hold && signatures.length === 0 && !whole && single === 0) return null;
  return (
    <List size="sm" mb="sm" spacing={2} listStyleType="none">
      {whole ? (
        <List.Item>
          {t('verifiedBy', { by: whole.verifiedBy, at: instant(whole.verifiedAt) })}{' '}
          {whole.revertedAt ? (
            <strong>
              {t('changedSince', {
                by: whole.revertedBy ?? '',
                at: instant(whole.revertedAt),
                fields: whole.revertedFields.map(nameOf).join(t('comma')),
              })}
            </strong>
          ) : null}
        </List.Item>
      ) : null}
      {single > 0 ? <List.Item>{t('fieldsVerified', { n: single })}</List.Item> : null}
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

import { Alert } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type FactorRefusal } from './send-second-factor.ts';

export function Refused({ refusal }: { refusal: FactorRefusal | null }) {
  const t = useTranslations('account.secondFactor.refused');
  return refusal ? (
    <Alert role="alert" color="red" variant="light">
      {t(refusal)}
    </Alert>
  ) : null;
}

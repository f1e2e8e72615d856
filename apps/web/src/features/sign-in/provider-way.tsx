import { Alert, Button, Divider, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ProviderRefusal } from './provider-refusal.ts';

/** The hospital's own sign-in, below the one by password. */
export function ProviderButton({ label, next }: { label: string; next: string }) {
  const t = useTranslations('shell.signIn');
  return (
    <>
      <Divider
        label={
          // The usual colour of such a label is too pale.
          <Text size="xs" c="var(--text-quiet)">
            {t('or')}
          </Text>
        }
      />
      {/* A page of another server: no page of the portal is prefetched or kept. */}
      <Button
        component="a"
        href={`/api/auth/provider/start?next=${encodeURIComponent(next)}`}
        variant="default"
        fullWidth
        styles={{ root: { height: 'auto', minHeight: '2.25rem' }, label: { whiteSpace: 'normal' } }}
      >
        {t('byProvider', { label })}
      </Button>
    </>
  );
}

/** Why it signed nobody in, and what would be right. */
export function RefusedByProvider({ label, refusal }: { label: string; refusal: ProviderRefusal }) {
  const t = useTranslations('shell.signIn.refusedByProvider');
  const { because, came, expected } = refusal;
  return (
    <Alert role="alert" color="red" variant="light" style={{ overflowWrap: 'anywhere' }}>
      {t(because, { label, came, expected })}
    </Alert>
  );
}

'use client';
import { Alert, Button, Code, List, Stack } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useCohort } from './use-cohort.ts';

/** Parts of the address that are not understood, and what is expected; the page shows what the rest selects. */
export function AddressIssues() {
  const t = useTranslations('cohort.addressIssues');
  const label = useLabel();
  const { cohort, issues, setCohort } = useCohort();
  if (issues.length === 0) return null;
  return (
    <Alert role="status" variant="default" icon={<IconLinkOff aria-hidden />} title={t('title')}>
      <Stack gap="xs" align="flex-start">
        <List size="sm">
          {issues.map(({ part, expected }) => (
            <List.Item key={part} style={{ overflowWrap: 'anywhere' }}>
              <Code>{shortened(part)}</Code> {t('expected', { expected: label(expected) })}
            </List.Item>
          ))}
        </List>
        <Button size="xs" variant="default" onClick={() => setCohort(cohort)}>
          {t('remove')}
        </Button>
      </Stack>
    </Alert>
  );
}

/** An address may be arbitrarily long. */
function shortened(part: string): string {
  return part.length > 80 ? `${part.slice(0, 79)}…` : part;
}

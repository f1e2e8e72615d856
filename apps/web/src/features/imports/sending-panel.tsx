'use client';
import { Button, Group, Progress, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';

interface SendingPanelProps {
  readonly dryRun: boolean;
  readonly share: number;
  readonly onCancel: () => void;
}

/** How much has been sent; then that the server is working, for which there is no progress to show. */
export function SendingPanel({ dryRun, share, onCancel }: SendingPanelProps) {
  const t = useTranslations('imports.sending');
  const percent = Math.floor(share * 100);
  const isSent = share >= 1;
  return (
    <Panel>
      <Group justify="space-between" mb="xs">
        <Text size="sm" role="status">
          {isSent ? t(dryRun ? 'checking' : 'importing') : t('sending', { percent })}
        </Text>
        {/* Once the whole file has arrived an import may already be written: then there is nothing to cancel. */}
        {dryRun || !isSent ? (
          <Button size="xs" variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        ) : null}
      </Group>
      <Progress value={isSent ? 100 : percent} animated={isSent} aria-label={t('progress')} />
    </Panel>
  );
}

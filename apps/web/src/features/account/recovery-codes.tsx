'use client';
import { Button, Code, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useViewer } from '@/session/session.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';

/** Shown this once, to be kept. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations('account.secondFactor');
  const { email } = useViewer();
  const saveFile = useSaveFile();
  const save = () =>
    void saveFile({
      name: 'haim-portal-recovery-codes.txt',
      content: `${[t('fileHead', { email }), ...codes].join('\n')}\n`,
      holds: null,
      rows: 0,
    });
  return (
    <Stack gap="sm" maw="26rem">
      <Title order={3}>{t('codes')}</Title>
      <Text size="sm">{t('codesLead')}</Text>
      <SimpleGrid component="ul" cols={2} spacing="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {codes.map((code) => (
          <li key={code}>
            <Code fz="sm">{code}</Code>
          </li>
        ))}
      </SimpleGrid>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={save}>
          {t('save')}
        </Button>
        <Button onClick={onDone} autoFocus>
          {t('done')}
        </Button>
      </Group>
    </Stack>
  );
}

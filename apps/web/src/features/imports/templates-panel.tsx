'use client';
import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { formsOf, variablesOfStudy } from '@/session/study-forms.ts';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { dictionaryCsv, templateCsv } from './templates.ts';

/** Empty files with the right headings, and what every column means. */
export function TemplatesPanel() {
  const t = useTranslations('imports.templates');
  const label = useLabel();
  const study = useStudy();
  const forms = formsOf(study);
  const [name, setName] = useState(forms[0]?.name ?? '');
  const chosen = forms.find((form) => form.name === name);
  // Headings and declarations: no row of the study.
  const saveFile = useSaveFile();
  const save = (file: string, content: string) =>
    void saveFile({ name: file, content, type: 'text/csv', holds: null, rows: 0 });
  return (
    <Panel title={t('title')}>
      <Text size="sm" mb="sm">
        {t('text')}
      </Text>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label={t('form')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data={forms.map((form) => ({ value: form.name, label: label(form.label) }))}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => chosen && save(`${chosen.name}.csv`, templateCsv(chosen))}
        >
          {t('template')}
        </Button>
      </Group>
      <Button
        mt="sm"
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => save('data-dictionary.csv', dictionaryCsv(forms, variablesOfStudy(study)))}
      >
        {t('dictionary')}
      </Button>
      <Text size="xs" c="var(--text-quiet)">
        {t('dictionaryText')}
      </Text>
    </Panel>
  );
}

'use client';
import { exportFormats, type ExportFormat } from '@haim/schema';
import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { locales } from '@/i18n/locale.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useMay } from '@/session/session.tsx';
import { ExportOutcome } from './export-outcome.tsx';
import { useExport } from './use-export.ts';
import styles from './export-page.module.css';

const contents = ['without', 'with'] as const;

/** What the export is to be, and how far it is. */
export function ExportForm() {
  const t = useTranslations('exporting');
  const figure = useTranslations('ui.figure.file');
  const page = useLocale();
  const mayIdentify = useMay('exportIdentified');
  const { cohort, snapshot, issues } = useCohort();
  const { state, make, cancel } = useExport();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [language, setLanguage] = useState(page);
  const [isIdentified, setIdentified] = useState(false);
  const [reason, setReason] = useState('');
  const isBusy = state.phase === 'making' || state.phase === 'waiting';
  const needsReason = isIdentified && reason.trim() === '';

  function submit(event: FormEvent) {
    event.preventDefault();
    void make({ format, language, filter: cohort, snapshot, isIdentified, reason: reason.trim() || null });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Radio.Group
          label={t('format')}
          value={format}
          onChange={(value) => setFormat(exportFormats.find((one) => one === value) ?? 'csv')}
        >
          <div className={styles['formats']}>
            {exportFormats.map((one) => (
              <Radio.Card key={one} value={one} className={styles['card'] ?? ''} disabled={isBusy}>
                <Radio.Indicator size="xs" mt={2} />
                <span>
                  <span className={styles['name']}>{t(`formats.${one}.name`)}</span>
                  <span className={styles['about']}>{t(`formats.${one}.about`)}</span>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        <Radio.Group
          label={t('contents')}
          value={isIdentified ? 'with' : 'without'}
          onChange={(value) => setIdentified(value === 'with')}
        >
          <Stack gap={8} mt={8}>
            {contents.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`identities.${one}`)}
                description={t(one === 'with' && !mayIdentify ? 'identities.notYours' : `identities.${one}About`)}
                disabled={isBusy || (one === 'with' && !mayIdentify)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t(isIdentified ? 'reasonNeeded' : 'reason')}
          description={t('reasonAbout')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={1}
          required={isIdentified}
          disabled={isBusy}
        />
        <Radio.Group
          label={t('language')}
          value={language}
          onChange={(value) => setLanguage(locales.find((one) => one === value) ?? page)}
        >
          <Group gap="lg" mt={6}>
            {locales.map((one) => (
              <Radio key={one} value={one} label={figure(`languages.${one}`)} disabled={isBusy} />
            ))}
          </Group>
        </Radio.Group>
        <ExportOutcome state={state} />
        <Group gap="sm">
          <Button
            type="submit"
            loading={isBusy}
            disabled={needsReason || issues.length > 0}
            leftSection={<IconPackageExport size={16} aria-hidden />}
          >
            {t('action')}
          </Button>
          {isBusy ? (
            <Button variant="default" onClick={cancel}>
              {t('cancel')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  );
}

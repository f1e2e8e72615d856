'use client';
import { type ReportContents, type ReportFormat, reportFormats, showCohort } from '@haim/schema';
import { Button, Group, Modal, Progress, Radio, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { locales } from '@/i18n/locale.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { useCohort } from './use-cohort.ts';
import { useSelectionText } from './use-selection-text.ts';
import { shortHash, useSnapshot } from './use-snapshot.ts';
import { type ReportChoice, type ReportState } from './use-study-report.ts';

interface ReportFormProps {
  readonly contents: ReportContents;
  readonly state: ReportState;
  readonly onMake: (choice: ReportChoice) => void;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}

/** What the report is to be of, and how far it is. */
export function ReportDialog(props: ReportFormProps) {
  useFocusReturn();
  const t = useTranslations('report');
  const isBusy = props.state.phase === 'making' || props.state.phase === 'waiting';
  return (
    <Modal
      opened
      onClose={props.onClose}
      // What is being made goes on only while somebody waits for it: it is cancelled by its button, not by a slip.
      closeOnClickOutside={!isBusy}
      closeOnEscape={!isBusy}
      withCloseButton={!isBusy}
      title={<Text fw={600}>{t(`titles.${props.contents}`)}</Text>}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <ReportForm {...props} />
    </Modal>
  );
}

function ReportForm({ contents, state, onMake, onCancel, onClose }: ReportFormProps) {
  const t = useTranslations('report.dialog');
  const figure = useTranslations('ui.figure.file');
  const snapshots = useTranslations('snapshots');
  const { cohort, snapshot } = useCohort();
  const { snapshot: named } = useSnapshot();
  const selection = useSelectionText();
  const page = useLocale();
  const [language, setLanguage] = useState(page);
  const [format, setFormat] = useState<ReportFormat>('pdf');
  const isBusy = state.phase === 'making' || state.phase === 'waiting';

  function submit(event: FormEvent) {
    event.preventDefault();
    onMake({ contents, language, format, cohort: showCohort(cohort) || null, snapshot });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t(`leads.${contents}`)}</Text>
        <div>
          <Fact name={t('patients')} value={selection} />
          <Fact
            name={t('data')}
            value={named ? snapshots('named', { name: named.name, hash: shortHash(named.sha256) }) : snapshots('now')}
          />
          {cohort || snapshot ? (
            <Text size="xs" c="var(--text-quiet)" mt={4}>
              {t('whole')}
            </Text>
          ) : null}
        </div>
        <Radio.Group
          label={t('format')}
          value={format}
          onChange={(value) => setFormat(reportFormats.find((one) => one === value) ?? 'pdf')}
        >
          <Stack gap={6} mt={6}>
            {reportFormats.map((one) => (
              <Radio key={one} value={one} label={t(`formats.${one}`)} disabled={isBusy} />
            ))}
          </Stack>
        </Radio.Group>
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
        <Outcome state={state} />
        <Group justify="flex-end" gap="sm">
          {isBusy ? (
            <Button variant="default" onClick={onCancel}>
              {t('cancel')}
            </Button>
          ) : (
            <Button variant="default" onClick={onClose}>
              {t('close')}
            </Button>
          )}
          <Button type="submit" loading={isBusy}>
            {t('make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <Group gap="sm" wrap="nowrap" align="baseline">
      <Text size="sm" c="var(--text-quiet)" miw="5rem">
        {name}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
    </Group>
  );
}

/** How far it is, and what became of it. */
function Outcome({ state }: { state: ReportState }) {
  const t = useTranslations('report.dialog');
  const sections = useTranslations('report.document.sections');
  if (state.phase === 'failed') {
    return (
      <ErrorState code={state.code}>
        {state.message ? <Text size="sm">{t('failed', { reason: state.message })}</Text> : null}
      </ErrorState>
    );
  }
  const steps = state.phase === 'making' ? state : null;
  const said = {
    idle: '',
    waiting: t('waiting'),
    making: steps?.name ? t('step', { done: steps.done + 1, of: steps.of, name: sections(steps.name) }) : t('making'),
    cancelled: t('cancelled'),
    saved: state.phase === 'saved' ? t('done', { name: state.name }) : '',
  }[state.phase];
  return (
    <div>
      {steps || state.phase === 'waiting' ? (
        <Progress value={steps ? (100 * steps.done) / steps.of : 0} aria-label={t('making')} mb={6} animated />
      ) : null}
      <Text size="sm" role="status">
        {state.phase === 'saved' ? <IconCheck size={14} aria-hidden style={{ marginRight: 6 }} /> : null}
        {said}
      </Text>
    </div>
  );
}

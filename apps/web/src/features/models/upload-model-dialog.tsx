'use client';
import { useApolloClient } from '@apollo/client/react';
import { Alert, Button, FileInput, Group, Modal, Progress, Stack, Text, Textarea } from '@mantine/core';
import { IconCircleCheck, IconUpload } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { registryQuery } from './registry-query.ts';
import { continues, fetchDrafts, type ModelDraft, removeDraft } from './send-model.ts';
import { useSendModel } from './use-send-model.ts';

const LONGEST_REASON = 2000;

/** Sends a model's files, shows how far they are, and what the portal made of them. */
export function UploadModelDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('registry.upload');
  const format = useFormatter();
  const client = useApolloClient();
  const [files, setFiles] = useState<File[]>([]);
  const [reason, setReason] = useState('');
  const [drafts, setDrafts] = useState<readonly ModelDraft[]>([]);
  const sending = useSendModel();
  const { state } = sending;
  useEffect(() => {
    fetchDrafts().then(setDrafts, () => undefined);
  }, []);
  const draft = drafts.find((one) => continues(one, files)) ?? null;
  const isBusy = state.kind === 'sending' || state.kind === 'checking';
  const hasManifest = files.some(({ name }) => name === 'manifest.json');
  const isReady = hasManifest && reason.trim() !== '' && !isBusy;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    void sending.send(files, draft, reason.trim()).then((end) => {
      if (end === 'registered') void client.refetchQueries({ include: [registryQuery] });
      // A browser reports no change where the same files are chosen again, and keeps what they held before.
      if (end === 'refused') setFiles([]);
    });
  }
  function close() {
    sending.stop();
    onClose();
  }

  return (
    <Modal
      opened
      onClose={close}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('title')}</Text>}
    >
      {state.kind === 'done' ? (
        <Stack gap="sm">
          <Alert color="green" icon={<IconCircleCheck aria-hidden />} title={t('done.title')}>
            <Text size="sm">
              {t('done.text', { model: state.model.modelId, line: state.model.line, version: state.model.version })}{' '}
              {t(state.model.status === 'active' ? 'done.active' : 'done.candidate')}
            </Text>
          </Alert>
          <Group justify="flex-end">
            <Button onClick={close}>{t('close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text size="sm">{t('text')}</Text>
            <Unfinished drafts={drafts} onRemoved={(id) => setDrafts(drafts.filter((one) => one.id !== id))} />
            <FileInput
              label={t('files')}
              description={t('filesHelp')}
              placeholder={t('choose')}
              multiple
              clearable
              value={files}
              onChange={setFiles}
              leftSection={<IconUpload size={16} aria-hidden />}
              error={files.length > 0 && !hasManifest ? t('noManifest') : null}
              disabled={isBusy}
              required
            />
            {files.length > 0 && (
              <Text size="xs" c="var(--text-quiet)">
                {t('chosen', { n: files.length, megabytes: megabytes(files) })} {draft !== null && t('continued')}
              </Text>
            )}
            <Textarea
              label={t('reason')}
              description={t('reasonHelp')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={LONGEST_REASON}
              autosize
              minRows={2}
              disabled={isBusy}
              required
            />
            {isBusy && (
              <div role="status">
                <Progress
                  value={state.kind === 'sending' ? (100 * state.sent) / Math.max(1, state.total) : 100}
                  animated
                  aria-label={t('progress')}
                />
                <Text size="xs" mt={4}>
                  {state.kind === 'checking'
                    ? t('checking')
                    : t('sending', {
                        share: format.number(state.sent / Math.max(1, state.total), { style: 'percent' }),
                      })}
                </Text>
              </div>
            )}
            {state.kind === 'refused' && (
              <Alert color="red" title={t('refused.title')}>
                <Text size="sm">{t(`refused.${state.reason}`)}</Text>
                {state.message !== null && (
                  <Text size="sm" mt={4} lang="en">
                    {state.message}
                  </Text>
                )}
              </Alert>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="subtle" color="gray" onClick={close}>
                {t(isBusy ? 'pause' : 'cancel')}
              </Button>
              <Button type="submit" loading={isBusy} disabled={!isReady}>
                {t('send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );

  function megabytes(chosen: readonly File[]): string {
    const bytes = chosen.reduce((sum, { size }) => sum + size, 0);
    return format.number(bytes / 1e6, { maximumFractionDigits: bytes < 1e7 ? 2 : 0 });
  }
}

/** What was begun and not finished: the same files continue it. */
function Unfinished({ drafts, onRemoved }: { drafts: readonly ModelDraft[]; onRemoved: (id: string) => void }) {
  const t = useTranslations('registry.upload');
  const instant = useInstant();
  return drafts.map((draft) => (
    <Alert key={draft.id} color="blue" p="xs">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">
          {t('unfinished', {
            at: instant(draft.begun, 'medium'),
            files: draft.files.map(({ name }) => name).join(', '),
          })}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() =>
            void removeDraft(draft).then(
              () => onRemoved(draft.id),
              () => undefined,
            )
          }
        >
          {t('remove')}
        </Button>
      </Group>
    </Alert>
  ));
}

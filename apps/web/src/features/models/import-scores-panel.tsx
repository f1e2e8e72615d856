'use client';
import { useApolloClient } from '@apollo/client/react';
import { Button, FileInput, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FailurePanel } from '@/sending/imports/failure-panel.tsx';
import { type ImportAnswer } from '@/sending/imports/import-report.ts';
import { ProblemsTable } from '@/sending/imports/problems-table.tsx';
import { useStudy } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';
import { sendScores } from './import-scores.ts';
import { scoreSourcesQuery } from '@/evaluation/query.ts';

const LONGEST_NAME = 80;

/** Another system's scores: a CSV of patient and score and a name for the model. Checked first, imported whole or not. */
export function ImportScoresPanel() {
  const t = useTranslations('comparators.import');
  const { code } = useStudy();
  const client = useApolloClient();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [answer, setAnswer] = useState<(ImportAnswer & { readonly dryRun: boolean }) | null>(null);
  const [isBusy, setBusy] = useState(false);
  const report = answer && 'report' in answer ? answer.report : null;
  const isClean = report !== null && !report.committed && report.problemsTotal === 0;

  async function send(dryRun: boolean) {
    if (file === null || isBusy) return;
    setBusy(true);
    const next = await sendScores(code, file, name.trim(), dryRun);
    setAnswer({ ...next, dryRun });
    setBusy(false);
    if ('report' in next && next.report.committed) await client.refetchQueries({ include: [scoreSourcesQuery] });
  }

  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack gap="sm">
        <Group gap="xs" align="flex-end" wrap="wrap">
          <TextInput
            label={t('name')}
            placeholder={t('namePlaceholder')}
            value={name}
            maxLength={LONGEST_NAME}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setAnswer(null);
            }}
            size="xs"
            required
            style={{ flex: '1 1 12rem' }}
          />
          <FileInput
            label={t('file')}
            placeholder={t('filePlaceholder')}
            // Mantine's own grey is too faint for text that has to be read.
            styles={{ placeholder: { color: 'var(--text-quiet)' } }}
            accept=".csv,text/csv"
            value={file}
            onChange={(next) => {
              setFile(next);
              setAnswer(null);
            }}
            size="xs"
            required
            style={{ flex: '1 1 12rem' }}
          />
          <Button
            size="xs"
            variant="default"
            loading={isBusy && !isClean}
            disabled={file === null || name.trim() === '' || isBusy}
            onClick={() => void send(true)}
          >
            {t('check')}
          </Button>
          <Button size="xs" loading={isBusy && isClean} disabled={!isClean || isBusy} onClick={() => void send(false)}>
            {t('import')}
          </Button>
        </Group>
        <div role="status">
          {report && (
            <Text size="sm">
              {t(report.committed ? 'done' : report.problemsTotal > 0 ? 'refused' : 'clean', {
                read: report.rows.read,
                added: report.rows.new,
                changed: report.rows.changed,
                same: report.rows.same,
                problems: report.problemsTotal,
              })}
            </Text>
          )}
        </div>
        {answer && 'failure' in answer && <FailurePanel failure={answer.failure} dryRun={answer.dryRun} />}
        {report && report.problems.length > 0 && (
          <ProblemsTable caption={t('problems')} problems={report.problems} total={report.problemsTotal} />
        )}
      </Stack>
    </Panel>
  );
}

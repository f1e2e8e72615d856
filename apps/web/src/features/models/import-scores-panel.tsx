'use client';
import { useApolloClient } from '@apollo/client/react';
import { Button, FileInput, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
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
  const [busy, setBusy] = useState<'checking' | 'importing' | null>(null);
  const checking = useRef<AbortController | null>(null);
  // Whoever leaves the page ends a check; an import is carried out.
  useEffect(() => () => checking.current?.abort(), []);
  const report = answer && 'report' in answer ? answer.report : null;
  const isClean = report !== null && !report.committed && report.problemsTotal === 0;

  async function send(dryRun: boolean) {
    if (file === null || busy !== null) return;
    setBusy(dryRun ? 'checking' : 'importing');
    const leaving = new AbortController();
    checking.current = dryRun ? leaving : null;
    const next = await sendScores({ study: code, file, modelName: name.trim(), dryRun, signal: leaving.signal });
    setAnswer({ ...next, dryRun });
    setBusy(null);
    if ('report' in next && next.report.committed) await client.refetchQueries({ include: [scoreSourcesQuery] });
  }

  /** What is checked is what is shown: another file or name ends the check of the one before. */
  function drop() {
    if (busy === 'checking') {
      checking.current?.abort();
      setBusy(null);
    }
    setAnswer(null);
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
              drop();
            }}
            disabled={busy === 'importing'}
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
              drop();
            }}
            disabled={busy === 'importing'}
            size="xs"
            required
            style={{ flex: '1 1 12rem' }}
          />
          <Button
            size="xs"
            variant="default"
            loading={busy === 'checking'}
            disabled={file === null || name.trim() === '' || busy !== null}
            onClick={() => void send(true)}
          >
            {t('check')}
          </Button>
          <Button
            size="xs"
            loading={busy === 'importing'}
            disabled={!isClean || busy !== null}
            onClick={() => void send(false)}
          >
            {t('import')}
          </Button>
          {busy === 'checking' ? (
            <Button size="xs" variant="default" onClick={drop}>
              {t('cancel')}
            </Button>
          ) : null}
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

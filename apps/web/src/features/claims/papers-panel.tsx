'use client';
import { useApolloClient, useMutation } from '@apollo/client/react';
import { Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconTrash, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { paperFileQuery, type PaperOfStudy, removePaperMutation, setPaperMutation } from './query.ts';
import styles from './claims-page.module.css';

interface PapersPanelProps {
  readonly papers: readonly PaperOfStudy[];
  /** The one that is shown; null where there is none. */
  readonly paper: PaperOfStudy | null;
  readonly onStored: (name: string | null) => void;
}

/** The file of the paper that is shown; for whoever manages the study also what replaces it, or adds another. */
export function PapersPanel({ papers, paper, onStored }: PapersPanelProps) {
  const t = useTranslations('claims.papers');
  const { code: study } = useStudy();
  const mayManage = useMay('manageStudy');
  const client = useApolloClient();
  const save = useSaveFile();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [set, { loading }] = useMutation(setPaperMutation, { refetchQueries: 'active', awaitRefetchQueries: true });
  const [remove] = useMutation(removePaperMutation, { refetchQueries: 'active', awaitRefetchQueries: true });

  async function download(name: string) {
    const { data } = await client.query({ query: paperFileQuery, variables: { study }, fetchPolicy: 'no-cache' });
    const content = data?.papers.find((one) => one.name === name)?.file;
    // What an article prints says nothing of any patient of the study.
    if (content !== undefined) await save({ name: `${name}.claims.json`, content, holds: null, rows: 0 });
  }

  async function store(chosen: File | null) {
    if (!chosen) return;
    setRefusal(null);
    const file = await chosen.text();
    const known = papers.find(({ name }) => name === nameIn(file));
    try {
      const { data } = await set({ variables: { study, version: known?.version ?? 0, file } });
      const stored = data?.setPaper;
      if (!stored) return;
      notifications.show({ color: 'teal', message: t('stored', { name: stored.name, n: stored.size }) });
      onStored(stored.name);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  }

  async function takeOut({ name, version }: PaperOfStudy) {
    setRefusal(null);
    setAsked(false);
    try {
      await remove({ variables: { study, name, version } });
      onStored(null);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  }

  return (
    <Panel title={t('title')} note={paper ? t('version', { version: paper.version, by: paper.updatedBy }) : null}>
      <Stack gap="sm">
        <Text size="sm">{paper ? paper.citation : t('none')}</Text>
        <Group gap="xs">
          {paper ? (
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => void download(paper.name)}
            >
              {t('download')}
            </Button>
          ) : null}
          {mayManage ? (
            <FileButton accept=".json,application/json" onChange={(chosen) => void store(chosen)}>
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  loading={loading}
                  leftSection={<IconUpload size={16} aria-hidden />}
                >
                  {t('add')}
                </Button>
              )}
            </FileButton>
          ) : null}
          {mayManage && paper ? (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => (isAsked ? void takeOut(paper) : setAsked(true))}
              onBlur={() => setAsked(false)}
            >
              {isAsked ? t('removeNow', { name: paper.name }) : t('remove')}
            </Button>
          ) : null}
        </Group>
        {mayManage ? (
          <Text size="xs" c="var(--text-quiet)">
            {t('help')}
          </Text>
        ) : null}
        {refusal ? <Refused refusal={refusal} /> : null}
      </Stack>
    </Panel>
  );
}

function Refused({ refusal }: { readonly refusal: Refusal }) {
  const t = useTranslations('claims.papers');
  const inWords = useLabel();
  if (refusal.kind !== 'issues') return <ErrorState code={refusal.kind === 'failed' ? refusal.code : 'CONFLICT'} />;
  return (
    <Alert color="red" variant="light" title={t('refused', { n: refusal.issues.length })}>
      <ul className={styles['issues']}>
        {refusal.issues.map(({ field, expected }) => (
          <li key={`${field} ${expected.en}`}>
            <code>{field}</code>: {t('expected', { what: inWords(expected) })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** What is not JSON has no name: the server says what is wrong. */
function nameIn(file: string): unknown {
  try {
    return (JSON.parse(file) as { name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}

'use client';
import { useMutation } from '@apollo/client/react';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { csvOf, dictionaryRows } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { declarationOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { type DictionaryReport, readDictionaryMutation, type StudyField } from './query.ts';

type Row = DictionaryReport['rows'][number];

const tones: Readonly<Record<string, Tone>> = { added: 'good', changed: 'attention', same: 'neutral', refused: 'bad' };

/** The fields as a data dictionary in REDCap's columns, and back: first a trial that shows what would happen. */
export function DictionaryPanel({ fields }: { fields: readonly StudyField[] }) {
  const t = useTranslations('fields.dictionary');
  const { code: study } = useStudy();
  const saveFile = useSaveFile();
  const [file, setFile] = useState<{ readonly name: string; readonly csv: string } | null>(null);
  const [read, { data, error, loading, reset }] = useMutation(readDictionaryMutation);
  const report = data?.readDictionary ?? null;
  const refused = report?.rows.filter(({ fate }) => fate === 'refused').length ?? 0;
  const changing = report?.rows.filter(({ fate }) => fate === 'added' || fate === 'changed').length ?? 0;

  /** Declarations say nothing of any patient. */
  const dictionaryFile = () => ({
    name: `${study}-dictionary.csv`,
    content: csvOf(dictionaryRows(fields.map(declarationOf))),
    type: 'text/csv' as const,
    holds: null,
    rows: 0,
  });

  async function tryOut(chosen: File | null) {
    if (!chosen) return;
    reset();
    const csv = await chosen.text();
    setFile({ name: chosen.name, csv });
    await read({ variables: { study, csv, isTrial: true } }).catch(() => undefined);
  }

  function store() {
    if (!file) return;
    const variables = { study, csv: file.csv, isTrial: false };
    void read({ variables, refetchQueries: 'active' }).catch(() => undefined);
  }

  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack gap="sm">
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            disabled={fields.length === 0}
            onClick={() => void saveFile(dictionaryFile())}
          >
            {t('download')}
          </Button>
          <FileButton accept=".csv,text/csv" onChange={(chosen) => void tryOut(chosen)}>
            {(props) => (
              <Button {...props} variant="default" loading={loading} leftSection={<IconUpload size={16} aria-hidden />}>
                {t('choose')}
              </Button>
            )}
          </FileButton>
        </Group>
        {error ? <Refusal error={error} /> : null}
        {report && file ? (
          <>
            <Text size="sm" role="status">
              {report.isStored
                ? t('stored', { n: changing })
                : refused > 0
                  ? t('refused', { n: refused })
                  : t('trial', { n: changing, file: file.name })}
            </Text>
            <ReportTable rows={report.rows} />
            {!report.isStored && refused === 0 && changing > 0 ? (
              <Group>
                <Button onClick={store} loading={loading}>
                  {t('store')}
                </Button>
              </Group>
            ) : null}
          </>
        ) : null}
      </Stack>
    </Panel>
  );
}

/** A file that is not a dictionary says in its error what is expected. */
function Refusal({ error }: { error: unknown }) {
  const label = useLabel();
  const said = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['label'] : undefined;
  if (typeof said !== 'object' || said === null || !('en' in said) || !('zh' in said)) {
    return <ErrorState code={errorCode(error)} />;
  }
  return (
    <Alert role="alert" color="red" variant="light">
      {label({ en: String(said.en), zh: String(said.zh) })}
    </Alert>
  );
}

function ReportTable({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations('fields.dictionary');
  const label = useLabel();
  const columns: Column<Row>[] = [
    { id: 'line', header: t('line'), cell: ({ line }) => line, align: 'right' },
    { id: 'name', header: t('name'), cell: ({ name }) => <code>{name}</code>, rowHeader: true },
    {
      id: 'fate',
      header: t('fate'),
      cell: ({ fate }) => <StatusBadge tone={tones[fate] ?? 'neutral'}>{t(`fates.${fate as 'added'}`)}</StatusBadge>,
    },
    {
      id: 'said',
      header: t('said'),
      folds: true,
      cell: ({ problems, notes }) =>
        problems.length + notes.length === 0 ? null : (
          <>
            {problems.map(({ place, expected }) => (
              <div key={place}>{t('problem', { place, expected: label(expected) })}</div>
            ))}
            {notes.map((note) => (
              <div key={note.en}>{label(note)}</div>
            ))}
          </>
        ),
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={rows}
      rowKey={({ line }) => String(line)}
      caption={t('title')}
      hideCaption
      maxHeight={420}
      foldBelow="medium"
    />
  );
}

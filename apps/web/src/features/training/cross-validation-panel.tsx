'use client';
import { useLazyQuery } from '@apollo/client/react';
import { type ExportedFile } from '@haim/schema';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { figureCsv } from '@/charts/figure-csv.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type HeldOutSlidesQuery } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showEstimate, showInterval, showP, showScore } from '@/numbers/show.ts';

import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { FewCasesBadge } from '@/ui/few-cases-badge.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { heldOutSlidesQuery } from './query.ts';
import styles from './training.module.css';
import { type CrossValidation, type Training } from './training.ts';

type Fold = CrossValidation['trainings'][number];

/** What heads made of slides that they had not seen: attention beside mean pooling, in words, as a table and by fold. */
export function CrossValidationPanel({ run, crossed }: { run: Training; crossed: CrossValidation }) {
  const t = useTranslations('training.crossed');
  const say = useSay();
  const { n, nPositive, attention, mean, difference, differenceLower, differenceUpper, pValue } = crossed;
  const rows = [
    { key: 'attention', name: t('attention'), value: areaText(attention) },
    { key: 'mean', name: t('mean'), value: areaText(mean) },
    {
      key: 'difference',
      name: t('difference'),
      value:
        difference === null
          ? missing
          : `${showScore(difference)} (${showInterval(differenceLower, differenceUpper, 3)}), p ${showP(pValue)}`,
    },
  ];
  const warnings = [...attention.statements, ...mean.statements, ...crossed.statements];
  const distinct = [...new Map(warnings.map((one) => [say(one), one])).keys()];
  return (
    <Panel
      title={t('title')}
      note={t('note', {
        folds: crossed.folds,
        repeats: crossed.repeats,
        n,
        positive: nPositive,
        negative: n - nPositive,
      })}
      actions={<HeldOutFile run={run} />}
    >
      <Stack gap="sm">
        <Text fw={600}>
          {say(crossed.verdictStatement)} <FewCasesBadge positive={nPositive} negative={n - nPositive} />
        </Text>
        <DataTable
          columns={[
            { id: 'name', header: t('head'), cell: ({ name }) => name, rowHeader: true },
            { id: 'value', header: t('area'), cell: ({ value }) => value, align: 'right' },
          ]}
          rows={rows}
          rowKey={({ key }) => key}
          caption={t('title')}
          hideCaption
          dense
        />
        <Text size="xs" c="var(--text-quiet)">
          {say(crossed.methodStatement)} {t('meanIs')} {say(attention.methodStatement)};{' '}
          {say(crossed.differenceMethodStatement)}.
        </Text>
        {distinct.map((said) => (
          <Alert key={said} color="yellow" p="xs">
            {said}
          </Alert>
        ))}
        <Folds folds={crossed.trainings} isRepeated={crossed.repeats > 1} />
      </Stack>
    </Panel>
  );
}

function areaText({ auc, aucLower, aucUpper }: CrossValidation['mean']): string {
  return showEstimate(auc, aucLower, aucUpper, 3);
}

function Folds({ folds, isRepeated }: { folds: readonly Fold[]; isRepeated: boolean }) {
  const t = useTranslations('training.crossed');
  const columns: readonly Column<Fold>[] = [
    {
      id: 'fold',
      header: t('fold'),
      rowHeader: true,
      cell: ({ fold, repeat }) => (isRepeated ? t('foldOfRepeat', { fold, repeat }) : fold),
    },
    { id: 'slides', header: t('slides'), cell: ({ slides }) => slides, align: 'right' },
    { id: 'attention', header: t('attentionAuc'), cell: ({ attentionAuc }) => showScore(attentionAuc), align: 'right' },
    { id: 'mean', header: t('meanAuc'), cell: ({ meanAuc }) => showScore(meanAuc), align: 'right' },
    {
      id: 'epochs',
      header: t('epochs'),
      cell: ({ attentionEpoch, meanEpoch }) => `${attentionEpoch} / ${meanEpoch}`,
      align: 'right',
    },
  ];
  return (
    <div className={styles['folds']}>
      <DataTable
        columns={columns}
        rows={folds}
        rowKey={({ repeat, fold }) => `${repeat} ${fold}`}
        caption={t('foldsCaption')}
        dense
        maxHeight={320}
      />
    </div>
  );
}

/** Every slide with its folds and what heads that had not seen it gave it. */
function HeldOutFile({ run }: { run: Training }) {
  const t = useTranslations('training.crossed');
  const saveFile = useSaveFile();
  const [load, { loading, error }] = useLazyQuery(heldOutSlidesQuery, { fetchPolicy: 'network-only' });
  const save = async () => {
    const { data } = await load({ variables: { id: run.id } });
    const cases = data?.trainingRun.cases ?? [];
    if (cases.length === 0) return;
    await saveFile({
      name: `held-out-scores-${run.snapshotId.slice(0, 12)}.csv`,
      content: heldOutCsv(cases),
      type: 'text/csv',
      holds: 'cases' satisfies ExportedFile,
      rows: cases.length,
    });
  };
  return (
    <>
      {error && <ErrorState code={errorCode(error)} />}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconDownload size={13} aria-hidden />}
        loading={loading}
        onClick={() => void save().catch(() => undefined)}
      >
        {t('file')}
      </Button>
    </>
  );
}

function heldOutCsv(cases: HeldOutSlidesQuery['trainingRun']['cases']): string {
  const columns = [
    'slide',
    'patient',
    'centre',
    'part',
    'sd_pd',
    'folds',
    'attention_held_out',
    'mean_held_out',
    'prps',
  ];
  return figureCsv({
    columns: [...columns, 'left_out'].map((name) => ({ file: name, header: name })),
    rows: cases.map(({ barcode, patientCode, centre, part, positive, folds, heldOut, heldOutMean, prps, leftOut }) => [
      barcode,
      patientCode,
      centre,
      part,
      positive ? 1 : 0,
      folds === null ? null : folds.map((fold) => fold + 1).join(' '),
      heldOut,
      heldOutMean,
      prps,
      leftOut,
    ]),
  });
}

'use client';
import { type ExportedFile } from '@haim/schema';
import { useLazyQuery, useQuery } from '@apollo/client/react';
import { Button, Chip, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ClinicalModelQuery } from '@/graphql/generated/graphql.ts';
import { showEstimate, showP, showScore, showThreshold } from '@/numbers/show.ts';
import { useSay } from '@/i18n/use-say.ts';
import { Contradictions } from '@/selection/contradictions.tsx';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CheckButton } from '@/tables/check-button.tsx';
import { useInR } from '@/tables/in-r.ts';
import { clinicalCheckQuery, clinicalFilesQuery, clinicalModelQuery } from './comparators-query.ts';
import { useExternalName } from '@/evaluation/use-external-name.ts';
import styles from './models.module.css';
import { useSaveFile } from '@/ui/save-file.tsx';

type Clinical = ClinicalModelQuery['clinicalModel'];
type Coefficient = Clinical['coefficients'][number];
type Evaluated = Clinical['evaluations'][number];

interface ClinicalPanelProps {
  /** Null: the default ones. */
  readonly covariates: readonly string[] | null;
  readonly onCovariates: (names: readonly string[]) => void;
  readonly onShow: (source: string) => void;
}

/** What baseline covariates alone would predict: trained on the training cases, judged on the others. */
export function ClinicalPanel({ covariates, onCovariates, onShow }: ClinicalPanelProps) {
  const t = useTranslations('comparators.clinical');
  const say = useSay();
  const { code } = useStudy();
  const { data, previousData, error, refetch } = useQuery(clinicalModelQuery, {
    variables: { study: code, covariates: covariates && [...covariates] },
  });
  const answer = data ?? (error ? null : previousData) ?? null;
  const model = answer?.clinicalModel ?? null;
  const sourceId = model?.sourceId ?? null;
  return (
    <Panel
      title={t('title')}
      note={t('note')}
      actions={
        model !== null && (
          <Group gap="xs">
            {sourceId !== null && (
              <Button size="compact-xs" variant="default" onClick={() => onShow(sourceId)}>
                {t('show')}
              </Button>
            )}
            <Files covariates={model.covariates} isFitted={sourceId !== null} />
            {sourceId !== null && <CheckInR covariates={model.covariates} />}
          </Group>
        )
      }
    >
      {answer === null && !error && <LoadingState height={320} />}
      {answer === null && error && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {answer !== null && (
        <Covariates
          choices={answer.clinicalCovariates}
          chosen={answer.clinicalModel.covariates}
          onChange={onCovariates}
        />
      )}
      {model !== null && (
        <div aria-busy={!data} className={styles['tables']}>
          <Text size="sm" mt="xs">
            {t('numbers', { n: model.n, nPositive: model.nPositive, nDropped: model.nDropped })}
            {model.threshold !== null && ` ${t('threshold', { threshold: showThreshold(model.threshold) })}`}
          </Text>
          {model.statements.map((one) => (
            <p key={say(one)} className={styles['warning']}>
              {say(one)}
            </p>
          ))}
          <Contradictions contradictions={model.contradictions} />
          {model.coefficients.length > 0 && <Coefficients model={model} choices={answer?.clinicalCovariates ?? []} />}
          {model.evaluations.length > 0 && <Evaluations evaluations={model.evaluations} />}
        </div>
      )}
    </Panel>
  );
}

type Choice = ClinicalModelQuery['clinicalCovariates'][number];

function Covariates({
  choices,
  chosen,
  onChange,
}: {
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (names: readonly string[]) => void;
}) {
  const t = useTranslations('comparators.clinical');
  const labelOf = useChoiceLabel();
  // The last one cannot be removed: a model needs a covariate.
  const change = (names: string[]) => names.length > 0 && onChange(names);
  return (
    <Chip.Group multiple value={[...chosen]} onChange={change}>
      <Group gap={6} role="group" aria-label={t('covariates')}>
        {choices.map((choice) => (
          <Chip key={choice.name} value={choice.name} size="xs">
            {labelOf(choice)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

function useChoiceLabel(): (choice: Choice) => string {
  const locale = useLocale();
  return ({ labelEn, labelZh }) => (locale === 'zh' ? labelZh : labelEn);
}

function Coefficients({ model, choices }: { model: Clinical; choices: readonly Choice[] }) {
  const t = useTranslations('comparators.clinical');
  const labelOf = useChoiceLabel();
  const say = useSay();
  const nameOf = ({ covariate, level, reference }: Coefficient): string => {
    const choice = choices.find(({ name }) => name === covariate);
    const label = choice ? labelOf(choice) : covariate;
    return level === null ? label : t('against', { label, level, reference: reference ?? '' });
  };
  const columns: Column<Coefficient>[] = [
    { id: 'covariate', header: t('covariate'), rowHeader: true, cell: nameOf },
    {
      id: 'or',
      header: t('oddsRatio'),
      align: 'right',
      cell: ({ oddsRatio, lower, upper }) => showEstimate(oddsRatio, lower, upper, 3),
    },
    { id: 'p', header: 'p', align: 'right', cell: ({ pValue }) => showP(pValue) },
  ];
  return (
    <DataTable
      columns={columns}
      rows={model.coefficients}
      rowKey={({ covariate, level }) => `${covariate} ${level}`}
      caption={t('coefficients', { method: say(model.methodStatement) })}
      dense
    />
  );
}

function Evaluations({ evaluations }: { evaluations: readonly Evaluated[] }) {
  const t = useTranslations('comparators.clinical');
  const externalName = useExternalName();
  const metric = ({ metrics }: Evaluated, wanted: string): string =>
    showScore(metrics.find(({ name }) => name === wanted)?.value);
  const columns: Column<Evaluated>[] = [
    {
      id: 'set',
      header: t('set'),
      rowHeader: true,
      cell: ({ set }) => (set === 'EXTERNAL' ? externalName() : t(`sets.${set}`)),
    },
    { id: 'n', header: 'n (+)', align: 'right', folds: true, cell: ({ n, nPositive }) => `${n} (${nPositive})` },
    { id: 'notScored', header: t('notScored'), align: 'right', folds: true, cell: ({ nNotScored }) => nNotScored },
    {
      id: 'auc',
      header: t('auc'),
      align: 'right',
      cell: ({ auc, aucLower, aucUpper }) => showEstimate(auc, aucLower, aucUpper, 3),
    },
    { id: 'sens', header: t('sensitivity'), align: 'right', cell: (one) => metric(one, 'sensitivity') },
    { id: 'spec', header: t('specificity'), align: 'right', cell: (one) => metric(one, 'specificity') },
  ];
  return (
    <DataTable
      columns={columns}
      rows={evaluations}
      rowKey={({ set }) => set}
      caption={t('evaluations')}
      dense
      foldBelow="medium"
    />
  );
}

/** The cases it was fitted to and, where R can repeat the fit, the script that does. */
function Files({ covariates, isFitted }: { covariates: readonly string[]; isFitted: boolean }) {
  const t = useTranslations('comparators.clinical');
  const { code } = useStudy();
  const [ask, { loading }] = useLazyQuery(clinicalFilesQuery, { fetchPolicy: 'no-cache' });
  const saveFile = useSaveFile();
  async function save() {
    const { data } = await ask({ variables: { study: code, covariates: [...covariates] } });
    if (!data) return;
    const { trainingCsv, rScript } = data.clinicalModel;
    const isSaved = await saveFile({
      name: 'clinical-model.csv',
      content: trainingCsv,
      type: 'text/csv',
      holds: 'clinicalModel' satisfies ExportedFile,
      // Without its headings and the end of its last line.
      rows: trainingCsv.trimEnd().split('\n').length - 1,
    });
    if (!isSaved || rScript === null) return;
    // The script names the columns and has no row.
    await saveFile({ name: 'clinical-model.R', content: rScript, holds: null, rows: 0 });
  }
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={loading}
      leftSection={<IconDownload size={13} aria-hidden />}
      onClick={() => void save().catch(() => undefined)}
    >
      {t(isFitted ? 'files' : 'csv')}
    </Button>
  );
}

function CheckInR({ covariates }: { readonly covariates: readonly string[] }) {
  const t = useTranslations('comparators.clinical');
  const { code } = useStudy();
  const asked = { study: code, covariates: [...covariates] };
  const inR = useInR(clinicalCheckQuery, asked, (data) => data.clinicalModel.files);
  return <CheckButton of={t('title')} check={inR.check} />;
}

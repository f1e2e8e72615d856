'use client';
import { NativeSelect, Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { ForestChart, forestHeight } from '@/charts/forest-chart.tsx';
import { type SurvivalSubgroupsQueryVariables } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { NameChooser } from '@/tables/name-chooser.tsx';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { useInR } from '@/tables/in-r.ts';
import { subgroupsFilesQuery } from './subgroups-query.ts';
import { type ForestWords, forestLines, forestTable, partName, type Subgroups } from './to-forest.ts';
import { useAskedCovariates, useAskedSubgroups } from './use-asked-covariates.ts';
import { useForestWords } from './use-forest-words.ts';
import { cutRules, useSurvivalState } from './use-survival-state.ts';

interface ForestFigureProps {
  readonly subgroups: Subgroups;
  readonly variables: SurvivalSubgroupsQueryVariables;
}

/** The forest with its table and files. */
export function ForestFigure({ subgroups, variables }: ForestFigureProps) {
  const t = useTranslations('survival.subgroups');
  const figure = useTranslations('survival.figure');
  const say = useSay();
  const origin = useOrigin();
  const study = useStudy();
  const labels = useLabels();
  const inR = useInR(subgroupsFilesQuery, variables, (data) => data.survivalSubgroups.files);
  const selection = useSelectionText();
  const words: ForestWords = useForestWords();
  const { groupBy, endpoint } = subgroups;
  const nameOf = (group: string | null | undefined) => labels.shortValue(groupBy, group ?? null);
  const [reference, comparison] = [nameOf(subgroups.reference), nameOf(subgroups.comparison)];
  const lines = forestLines(subgroups, words);
  const isAdjusted = subgroups.covariates.length > 0;
  const title = t(isAdjusted ? 'titleAdjusted' : 'title', {
    endpoint: figure(endpoint),
    variable: inSentence(labels.variable(groupBy)),
  });
  const missing = subgroups.variables.filter((one) => one.missing > 0);
  const doubts = subgroups.variables.flatMap(({ variable, rows, interaction }) => [
    ...rows.flatMap((row) =>
      row.statements.map((one) => `${labels.variable(variable)}, ${partName(variable, row, words)}: ${say(one)}`),
    ),
    ...interaction.statements.map((one) => `${labels.variable(variable)}: ${say(one)}`),
  ]);
  const caption = [
    t('caption.sides', { comparison, reference }),
    ...subgroups.statements.map(say),
    ...(missing.length > 0
      ? [
          t('caption.missing', {
            list: missing.map((one) => `${labels.variable(one.variable)} ${one.missing}`).join('; '),
          }),
        ]
      : []),
    ...(subgroups.droppedReasons.length > 0
      ? [t('caption.dropped', { reasons: subgroups.droppedReasons.map(say).join('; ') })]
      : []),
    ...doubts,
    t('caption.timeZero', { timeZero: say(subgroups.timeZeroStatement) }),
    isAdjusted ? figure('caption.observational') : t('caption.observational'),
  ];
  const n = subgroups.all?.sides.reduce((sum, side) => sum + side.n, 0) ?? 0;
  const fileName = `${study.code}-${endpoint}-subgroups${isAdjusted ? '-adjusted' : ''}`;
  return (
    <Figure
      title={title}
      caption={[...caption, ...subgroups.population.map(say)]}
      captionOnPage={caption}
      provenance={origin(
        t('provenance', { study: study.code, version: subgroups.dataVersion, n, recipe: subgroups.recipe, selection }),
      )}
      isSynthetic={study.synthetic}
      fileName={fileName}
      table={forestTable(subgroups, words, {
        variable: t('columns.variable'),
        subgroup: t('columns.subgroup'),
        ratio: t('columns.ratio'),
        lower: t('columns.lower'),
        upper: t('columns.upper'),
        p: t('columns.p'),
        interaction: t('columns.interaction'),
        n: (group) => t('columns.n', { group }),
        events: (group) => t('columns.events', { group }),
        group: (value) => labels.shortValue(groupBy, value),
      })}
      viewKey="view"
      controls={
        <>
          <ForestControls subgroups={subgroups} />
          <ScriptFiles of={title} fileName={fileName} head={[title, ...caption]} rows={lines.length} inR={inR} />
        </>
      }
      heightOf={() => forestHeight(lines.length)}
      draw={(drawing) => (
        <ForestChart
          {...drawing}
          lines={lines}
          texts={{
            subgroup: t('columns.subgroup'),
            reference,
            comparison,
            ratio: t(isAdjusted ? 'columns.adjusted' : 'columns.ratioWithLimits'),
            interaction: t('columns.interaction'),
            fewerComparison: t('fewer', { group: comparison }),
            fewerReference: t('fewerRight', { group: reference }),
            summary: t('summary', { title, n: lines.filter(({ kind }) => kind === 'subgroup').length }),
          }}
        />
      )}
    />
  );
}

/** Which variables, at which values quantities are parted, and which two of several groups are compared. */
export function ForestControls({ subgroups }: { readonly subgroups: Subgroups }) {
  const t = useTranslations('survival.subgroups.controls');
  const labels = useLabels();
  const { state, setState } = useSurvivalState();
  const { offered, chosen } = useAskedSubgroups();
  const covariates = useAskedCovariates();
  const pick = useLabel();
  const { groups, groupBy, reference, comparison } = subgroups;
  const [first, second] = [reference ?? state.ref ?? '', comparison ?? state.cmp ?? ''];
  const pairs = groups.map((value) => ({ value, label: labels.shortValue(groupBy, value) }));
  return (
    <>
      <NameChooser
        label={t('variables')}
        offered={offered.map(({ name }) => ({ name, label: labels.variable(name) }))}
        chosen={chosen}
        choose={(names) => setState({ rows: names })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('cuts')}
        value={state.cuts}
        onChange={({ currentTarget }) =>
          setState({ cuts: cutRules.find((one) => one === currentTarget.value) ?? 'MEDIAN' })
        }
        data={cutRules.map((value) => ({ value, label: t(`cutRules.${value}`) }))}
      />
      <Switch
        size="xs"
        label={t('adjusted')}
        checked={state.adj}
        onChange={({ currentTarget }) => setState({ adj: currentTarget.checked })}
      />
      {state.adj ? (
        <NameChooser
          label={t('covariates')}
          offered={covariates.offered.map(({ name, label }) => ({ name, label: pick(label) }))}
          chosen={covariates.chosen}
          choose={(names) => setState({ covariates: names })}
        />
      ) : null}
      {groups.length > 2 ? (
        <>
          <NativeSelect
            size="xs"
            aria-label={t('comparison')}
            value={second}
            onChange={({ currentTarget }) => setState({ cmp: currentTarget.value, ref: first || null })}
            data={pairs.map((one) => ({ ...one, disabled: one.value === first }))}
          />
          <NativeSelect
            size="xs"
            aria-label={t('reference')}
            value={first}
            onChange={({ currentTarget }) => setState({ ref: currentTarget.value, cmp: second || null })}
            data={pairs.map(({ value, label }) => ({
              value,
              label: t('against', { group: label }),
              disabled: value === second,
            }))}
          />
        </>
      ) : null}
    </>
  );
}

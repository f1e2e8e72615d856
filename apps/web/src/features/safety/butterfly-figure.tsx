'use client';
import { Group, NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ButterflyChart } from '@/charts/butterfly-chart.tsx';
import { butterflyHeight } from '@/charts/butterfly-chart-data.ts';
import { Figure } from '@/charts/figure.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { inFileName, useCompared } from '@/selection/compared.tsx';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { butterflyTable, pictureOf } from './to-butterfly.ts';
import { type Safety } from './query.ts';
import { textRows, termRows } from './safety-rows.ts';
import { useGroupNames } from './use-safety-columns.tsx';
import { useGroupStyles } from './use-group-styles.ts';
import { useRowName } from './use-row-name.ts';
import { useSafetyState } from './use-safety-state.ts';

/** Rows that can be told apart on a screen and on a page of a journal. */
const mostRows = 30;

/** The two groups side by side, term by term, with risk differences. */
export function ButterflyFigure({ safety }: { safety: Safety }) {
  const t = useTranslations('safety.figure');
  const say = useSay();
  const origin = useOrigin();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText(safety.protection ? 'STUDY' : 'OWN');
  const nameOf = useRowName();
  const { state } = useSafetyState();
  const names = useGroupNames(safety);
  const styles = { light: useGroupStyles(safety, 'light'), dark: useGroupStyles(safety, 'dark') };
  const terms = termRows(safety, state.order, Number(state.min) / 100).rows.filter(({ row }) => row.kind === 'TERM');
  const all = [...terms.map(({ row }) => row), ...textRows(safety)];
  const rows = all.slice(0, mostRows);
  const { compared, groups, groupBy, protection } = safety;
  const alone = groups.length === 1 ? 0 : null;
  if (rows.length === 0 || (compared === null && alone === null)) return null;
  const right = compared?.comparison ?? 0;
  const sizes = groups.map(({ n }, place) => `${names[place] ?? ''}, n = ${n}`);
  const title = groupBy ? t('titleBy', { variable: inSentence(labels.variable(groupBy)) }) : t('title');
  const marked = protection ? t('titleProtected', { title }) : title;
  const difference = compared
    ? t('difference', { comparison: names[right] ?? '', reference: names[compared.reference] ?? '' })
    : '';
  const onPage = [
    ...(all.length > rows.length ? [t('caption.first', { n: rows.length, of: all.length })] : []),
    t('caption.grades'),
  ];
  return (
    <Figure
      title={marked}
      captionOnPage={onPage}
      caption={[
        ...onPage,
        ...safety.statements.map(say),
        ...safety.population.map(say),
        ...(protection?.statements ?? []).map(say),
        t('caption.observational'),
      ]}
      provenance={origin(
        t('provenance', { study: study.code, version: safety.dataVersion, groups: sizes.join('; '), selection }),
      )}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-safety${groupBy ? `-${inFileName(groupBy)}` : ''}${protection ? '-all-centres-protected' : ''}`}
      table={butterflyTable(safety, rows, nameOf, names, {
        term: t('columns.term'),
        organClass: t('columns.organClass'),
        any: (group) => t('columns.any', { group }),
        severe: (group) => t('columns.severe', { group }),
        share: (group) => t('columns.share', { group }),
        shareSevere: (group) => t('columns.shareSevere', { group }),
        difference,
        lower: t('columns.lower'),
        upper: t('columns.upper'),
      })}
      viewKey="view"
      controls={<Compared safety={safety} />}
      heightOf={() => butterflyHeight(rows.length)}
      draw={(drawing) => (
        <ButterflyChart
          {...drawing}
          picture={pictureOf(
            safety,
            rows,
            nameOf,
            styles[drawing.scheme].map((style, place) => ({ name: sizes[place] ?? '', style })),
          )}
          texts={{
            x: t('x'),
            severe: t('severe'),
            mild: t('mild'),
            difference,
            points: t('points'),
            summary: t('summary', { title: marked, n: rows.length, groups: sizes.join('; ') }),
          }}
        />
      )}
    />
  );
}

/** Which two of several groups are compared. */
export function Compared({ safety }: { safety: Safety }) {
  const t = useTranslations('safety.compared');
  const names = useGroupNames(safety);
  const { setState } = useSafetyState();
  const isGiven = useCompared() !== null;
  const offered = safety.groups.flatMap(({ value }, place) =>
    typeof value === 'string' ? [{ value, label: names[place] ?? value }] : [],
  );
  if (isGiven) return null;
  if (offered.length < 3 && safety.compared !== null) return null;
  if (offered.length < 2) return null;
  const valueAt = (place: number | undefined) => (place === undefined ? '' : (safety.groups[place]?.value ?? ''));
  const [comparison, reference] = [valueAt(safety.compared?.comparison), valueAt(safety.compared?.reference)];
  return (
    <Group gap="xs" wrap="nowrap">
      <NativeSelect
        size="xs"
        aria-label={t('comparison')}
        value={comparison}
        onChange={({ currentTarget }) => setState({ cmp: currentTarget.value, ref: reference || null })}
        data={offered.map((one) => ({ ...one, disabled: one.value === reference }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('reference')}
        value={reference}
        onChange={({ currentTarget }) => setState({ ref: currentTarget.value, cmp: comparison || null })}
        data={offered.map(({ value, label }) => ({
          value,
          label: t('against', { group: label }),
          disabled: value === comparison,
        }))}
      />
    </Group>
  );
}

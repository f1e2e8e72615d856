'use client';
import { Box, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { showExactP, showInterval, showNumber } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import ratios from './adjusted-ratio.module.css';
import numbers from './headline.module.css';
import { type Weighting } from './to-weighting.ts';
import { WeightingControls } from './weighting-controls.tsx';

/** The ratio of the same patients crude, adjusted by regression and weighted, and what the weights leave of each group. */
export function WeightedRatios({ weighting }: { readonly weighting: Weighting }) {
  const t = useTranslations('survival.weighting');
  const say = useSay();
  const labels = useLabels();
  const { groupBy, reference, comparison, sides } = weighting;
  const name = (label: string | null | undefined) => labels.shortValue(groupBy, label ?? null);
  const rows = sides.map((side, i) => ({ ...side, label: name(i === 0 ? reference : comparison) }));
  return (
    <Panel
      title={t('title')}
      note={t('comparison', { comparison: name(comparison), reference: name(reference) })}
      actions={<WeightingControls weighting={weighting} />}
    >
      <dl className={ratios['sides']}>
        {weighting.ratios.map(({ kind, ratio, methodStatement }) => (
          <div key={kind}>
            <dt>{t(`kinds.${kind}`)}</dt>
            <dd>
              <span className={numbers['number']}>{showNumber(ratio.hazardRatio, 2)}</span>{' '}
              <span className={numbers['limits']}>
                {t('limits', { interval: showInterval(ratio.lower, ratio.upper, 2) })}
              </span>
              <Text size="xs" c="var(--text-quiet)">
                {showExactP(ratio.pValue)}
              </Text>
              <Text size="xs" c="var(--text-quiet)">
                {say(methodStatement)}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
      <Box my="sm">
        <DataTable
          caption={t('sides.title')}
          hideCaption
          dense
          columns={[
            { id: 'group', header: t('sides.group'), rowHeader: true, cell: ({ label }) => label },
            { id: 'events', header: t('sides.events'), align: 'right', cell: ({ events, n }) => `${events}/${n}` },
            {
              id: 'effective',
              header: t('sides.effective'),
              align: 'right',
              cell: ({ effectiveN }) => showNumber(effectiveN, 1),
            },
            {
              id: 'weights',
              header: t('sides.weights'),
              align: 'right',
              cell: ({ smallestWeight, largestWeight }) => showInterval(smallestWeight, largestWeight, 2),
            },
          ]}
          rows={rows}
          rowKey={({ label }) => label}
        />
      </Box>
      {weighting.statements.map((one) => (
        <Text key={one.code} size="xs" mt={4} fw={doubts.has(one.code) ? 600 : undefined}>
          {say(one)}
        </Text>
      ))}
      {weighting.nDropped > 0 ? (
        <Text size="xs" mt={4}>
          {t('without', { n: weighting.nDropped })}
        </Text>
      ) : null}
    </Panel>
  );
}

/** What a reader must not miss. */
const doubts: ReadonlySet<string> = new Set(['extremePropensity', 'weightingUnbalanced']);

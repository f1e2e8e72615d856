'use client';
import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { armStyle, figureInk, type Scheme, type SeriesStyle } from '@/charts/series-style.ts';
import { type SwimmerKey, swimmerMarks } from '@/charts/swimmer-chart-data.ts';
import { SwimmerChart, swimmerHeight } from '@/charts/swimmer-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showNumber } from '@/numbers/show.ts';
import { toMonths } from '@/numbers/to-months.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { swimmerLanes, type Swimmers, swimmerTable } from './to-swimmer.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** As many as the server sends on a page. */
const onPage = 60;

/** A bar for each patient of one page. */
export function SwimmerFigure({ swimmers }: { readonly swimmers: Swimmers }) {
  const t = useTranslations('survival.swimmer');
  const say = useSay();
  const study = useStudy();
  const selection = useSelectionText();
  const origin = useOrigin();
  const { page, pages, patients, total, monthDays, recipe } = swimmers;
  const range = { from: (page - 1) * onPage + 1, to: (page - 1) * onPage + patients.length, total };
  const arms = study.arms.map(({ code }) => code).toSorted();
  const styleOf =
    (scheme: Scheme) =>
    (arm: string | null): SeriesStyle => {
      const place = arm === null ? -1 : arms.indexOf(arm);
      const { muted, text } = figureInk[scheme];
      return place === -1 ? { stroke: muted, text, dash: undefined } : armStyle(place, scheme);
    };
  const keysOf = (scheme: Scheme): SwimmerKey[] => {
    const present = new Set(patients.map(({ arm }) => arm ?? null));
    return [
      ...arms.filter((arm) => present.has(arm)).map((arm) => ({ label: arm, of: styleOf(scheme)(arm) })),
      ...(present.has(null) ? [{ label: t('noArm'), of: styleOf(scheme)(null) }] : []),
      ...swimmerMarks.map((mark) => ({ label: t(`marks.${mark}`), of: mark })),
    ];
  };
  const endOf = ({ isDead }: { readonly isDead: boolean }) => t(isDead ? 'ends.dead' : 'ends.alive');
  const title = pages > 1 ? t('titlePage', range) : t('title');
  const timeZero = say(swimmers.timeZeroStatement);
  const caption = [
    t('caption.bars', { timeZero, ...range }),
    t('caption.marks'),
    t('caption.recipe', { recipe, days: monthDays }),
    ...(swimmers.droppedReasons.length > 0
      ? [t('caption.dropped', { reasons: swimmers.droppedReasons.map(say).join('; ') })]
      : []),
  ];
  return (
    <Figure
      title={title}
      caption={[...caption, ...swimmers.population.map(say)]}
      captionOnPage={caption}
      provenance={origin(
        t('provenance', { study: study.code, version: swimmers.dataVersion, ...range, recipe, selection }),
      )}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-swimmer${pages > 1 ? `-${range.from}-${range.to}` : ''}`}
      table={swimmerTable(
        swimmers,
        {
          patient: t('columns.patient'),
          arm: t('columns.arm'),
          days: t('columns.days'),
          months: t('columns.months'),
          end: t('columns.end'),
          cycles: t('columns.cycles'),
          cycleDays: t('columns.cycleDays'),
          partial: t('columns.partial'),
          complete: t('columns.complete'),
          progression: t('columns.progression'),
        },
        endOf,
      )}
      viewKey="view"
      controls={pages > 1 ? <Pager range={range} page={page} pages={pages} /> : undefined}
      heightOf={(widthPx) => swimmerHeight(widthPx, patients.length, keysOf('light'))}
      draw={(drawing) => (
        <SwimmerChart
          {...drawing}
          lanes={swimmerLanes(swimmers, styleOf(drawing.scheme), (patient, months) =>
            t('spoken', {
              code: patient.code,
              arm: patient.arm ?? t('noArm'),
              months: showNumber(months, 1),
              end: endOf(patient),
            }),
          )}
          keys={keysOf(drawing.scheme)}
          lastMonth={toMonths(swimmers.longestDays, monthDays)}
          texts={{ x: t('x', { timeZero }), summary: t('summary', { title }) }}
        />
      )}
    />
  );
}

interface PagerProps {
  readonly range: { readonly from: number; readonly to: number; readonly total: number };
  readonly page: number;
  readonly pages: number;
}

function Pager({ range, page, pages }: PagerProps) {
  const t = useTranslations('survival.swimmer');
  const { setState } = useSurvivalState();
  return (
    <Group gap={6} wrap="nowrap" role="group" aria-label={t('pages')} data-print="no">
      <ActionIcon
        variant="default"
        aria-label={t('earlier')}
        disabled={page <= 1}
        onClick={() => setState({ page: page - 1 })}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <Text size="xs" aria-live="polite">
        {t('page', range)}
      </Text>
      <ActionIcon
        variant="default"
        aria-label={t('later')}
        disabled={page >= pages}
        onClick={() => setState({ page: page + 1 })}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

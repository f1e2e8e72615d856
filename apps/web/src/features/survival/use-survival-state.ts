'use client';
import { isLandmark, isOfLandmark, readLandmark } from '@haim/schema';
import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs';
import { useCompared } from '@/selection/compared.tsx';
import { useIsGrouping } from '@/selection/use-is-grouping.ts';
import { useStudy } from '@/session/session.tsx';

export const endpoints = ['OS', 'PFS', 'TTR', 'DOR', 'TTNT'] as const;
/** Nothing competes with a death from any cause. */
export const competingEndpoints = [
  'PFS',
  'TTR',
  'DOR',
  'TTNT',
] as const satisfies readonly (typeof endpoints)[number][];
/** What the page shows: curves, models with covariates, a forest of subgroups, times read at months, competing risks, single patients. */
export const views = ['curves', 'model', 'subgroups', 'months', 'competing', 'recipes', 'swimmer'] as const;
export const confidenceTypes = ['LOG', 'LOG_LOG', 'PLAIN'] as const;
export const estimators = ['cox', 'mantel-haenszel', 'peto', 'log-rank'] as const;
export const estimands = ['ATE', 'ATT'] as const;
/** Per cent at either end at which weights may be truncated. */
export const truncations = [1, 5] as const;
export const cutRules = ['MEDIAN', 'QUARTILES'] as const;
/** Ends of the time axis on offer, in months; without one it ends at the last follow-up. */
export const axisEnds = [12, 24, 36, 48, 60, 84] as const;
/** An axis beyond this is a slip in the address, and is not followed. */
const mostMonths = 1000;
/** Pages of patients in an address; a page beyond the last shows the last. */
const mostPages = 1_000_000;
/** Times may begin at a landmark where what is shown says when they do. */
export const landmarkViews: readonly (typeof views)[number][] = ['curves', 'months', 'model'];
/** In the address: one curve for everybody. */
export const noGroups = 'none';

/** What is drawn and how, kept in the address so that a link shows the same figure. */
export function useSurvivalState() {
  const study = useStudy();
  const compared = useCompared();
  const byArm = study.groupings.some(({ variable }) => variable === 'arm') ? 'arm' : noGroups;
  const [state, setState] = useQueryStates(
    {
      show: parseAsStringLiteral(views).withDefault('curves'),
      ep: parseAsStringLiteral(endpoints).withDefault('OS'),
      by: parseAsString.withDefault(byArm),
      ci: parseAsStringLiteral(confidenceTypes).withDefault('LOG'),
      est: parseAsStringLiteral(estimators).withDefault('cox'),
      xmax: parseAsInteger,
      band: parseAsBoolean.withDefault(true),
      counts: parseAsBoolean.withDefault(false),
      covariates: parseAsArrayOf(parseAsString),
      strata: parseAsArrayOf(parseAsString),
      weigh: parseAsStringLiteral(estimands).withDefault('ATE'),
      trunc: parseAsInteger,
      rows: parseAsArrayOf(parseAsString),
      cuts: parseAsStringLiteral(cutRules).withDefault('MEDIAN'),
      adj: parseAsBoolean.withDefault(false),
      ref: parseAsString,
      cmp: parseAsString,
      until: parseAsInteger,
      at: parseAsArrayOf(parseAsInteger),
      page: parseAsInteger,
      recipe: parseAsInteger,
    },
    { history: 'push' },
  );
  const { xmax, until, page, show, ep } = state;
  const isGrouping = useIsGrouping();
  const isKnown = compared !== null || state.by === noGroups || isLandmark(state.by) || isGrouping(state.by);
  const by = compared?.groupBy ?? (isKnown ? state.by : byArm);
  const landmark = landmarkViews.includes(show) ? readLandmark(by).landmark : null;
  return {
    /** What the address groups by and the study does not. */
    unknown: isKnown ? [] : [state.by],
    state: {
      ...state,
      by: isLandmark(by) && !landmark ? byArm : by,
      // A time that ends with the outcome is not compared by it.
      ep: landmark && !isOfLandmark(ep, landmark.outcome) ? 'OS' : ep,
      xmax: asMonths(xmax),
      until: asMonths(until),
      page: page !== null && page >= 1 && page <= mostPages ? page : 1,
      trunc: truncations.find((one) => one === state.trunc) ?? null,
    },
    forgetUnknown: () => void setState({ by: null }),
    setState: (next: Partial<typeof state>) => void setState(next),
  };
}

function asMonths(given: number | null): number | null {
  return given !== null && given >= 1 && given <= mostMonths ? given : null;
}

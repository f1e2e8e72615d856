import { monthsOf, toDays, toMonths } from '@/numbers/to-months.ts';
import {
  type KaplanMeierCurve,
  type KaplanMeierPicture,
  type KaplanMeierPoint,
  type KaplanMeierRow,
} from './kaplan-meier-chart-data.ts';
import { type SeriesStyle } from './series-style.ts';

/** What a picture needs of a curve, in columns of one length; days since time zero, survival and limits as shares. */
export interface DrawnCurve {
  readonly label: string;
  readonly medianDays?: number | null;
  readonly days: readonly number[];
  readonly atRisk: readonly number[];
  readonly nEvent: readonly number[];
  readonly nCensor: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** What a picture needs of an answer. */
export interface DrawnSurvival {
  readonly curves: readonly DrawnCurve[];
  readonly monthDays: number;
  /** Present where the curves of small groups are protected. */
  readonly protection?: object | null;
}

/** Below this many subjects at risk a curve is drawn paler: its steps carry little information. */
export const thinBelow = 10;

/** How a curve is shown, decided by the page: its name in the reader's language and its colour and dash. */
export interface CurveLook {
  readonly label: string;
  readonly style: SeriesStyle;
}

/** The longest observation of any curve, in months. */
export function lastMonth({
  curves,
  monthDays,
}: {
  curves: readonly Pick<DrawnCurve, 'days'>[];
  monthDays: number;
}): number {
  return toMonths(Math.max(0, ...curves.map(({ days }) => days.at(-1) ?? 0)), monthDays);
}

/** A step between ticks that yields at most `most` of them. */
export function tickStep(xMax: number, most: number): number {
  return [1, 2, 3, 6, 12, 24, 36, 60].find((step) => xMax / step <= most) ?? 120;
}

/** How many of a curve's subjects have `time >= day`: the curve's own count at its first day on or after it. */
export function atRiskAt({ days, atRisk }: Pick<DrawnCurve, 'days' | 'atRisk'>, day: number): number {
  const index = days.findIndex((own) => own >= day);
  return index < 0 ? 0 : (atRisk[index] ?? 0);
}

/** Subjects of a column until and on a day. Every tick is among the days of a drawn curve, so no step spans it. */
function sumUntil({ days }: Pick<DrawnCurve, 'days'>, column: readonly number[], day: number): number {
  return column.reduce((sum, n, i) => ((days[i] ?? Infinity) <= day ? sum + n : sum), 0);
}

/** S at a day, null after the curve's last. */
function survivalAt({ days, survival }: DrawnCurve, day: number): number | null {
  if (day > (days.at(-1) ?? -1)) return null;
  return survival[days.findLastIndex((own) => own <= day)] ?? 1;
}

/**
 * The picture of an answer, whole or thinned for it. All curves share one grid, the union of their days: with a grid for
 * each, the pointer pairs points by position in the array and shows one curve's value at another's time.
 */
export function toChart(
  survival: DrawnSurvival,
  looks: readonly CurveLook[],
  xMax: number,
  mostTicks = 12,
): KaplanMeierPicture {
  const { curves, monthDays, protection } = survival;
  const grid = [...new Set([0, ...curves.flatMap(({ days }) => days)])].sort((a, b) => a - b);
  const columns = curves.map((curve) => along(curve, grid));
  const endDay = toDays(xMax, monthDays);
  const shown = grid.filter((day) => day <= endDay);
  const rows: KaplanMeierRow[] = shown.map((day, i) => ({
    months: toMonths(day, monthDays),
    curves: Object.fromEntries(columns.map((points, c) => [`c${c}`, points[i] ?? ended])),
  }));
  const step = tickStep(xMax, mostTicks);
  const ticks = Array.from({ length: Math.floor(xMax / step + 1e-9) + 1 }, (_, i) => i * step);
  const rightHalf = ticks.find((tick) => tick > xMax / 2);
  return {
    rows: closeAt(xMax, rows, columns, shown.length < grid.length),
    curves: curves.map((curve, c): KaplanMeierCurve => ({
      key: `c${c}`,
      label: looks[c]?.label ?? curve.label,
      style: looks[c]?.style ?? { stroke: '#595959', text: '#4A4A4A', dash: undefined },
      // Protected times lie on a grid: a mark there would look like somebody's.
      censored: curve.days.flatMap((day, i) => {
        return !protection && (curve.nCensor[i] ?? 0) > 0 && day <= endDay
          ? [{ months: toMonths(day, monthDays), survival: (curve.survival[i] ?? 0) * 100 }]
          : [];
      }),
      medianMonths: monthsOf(curve.medianDays, monthDays),
      atRisk: ticks.map((tick) => {
        const day = toDays(tick, monthDays);
        return protection && day > (curve.days.at(-1) ?? 0) ? null : atRiskAt(curve, day);
      }),
      eventsBy: ticks.map((tick) => (protection ? null : sumUntil(curve, curve.nEvent, toDays(tick, monthDays)))),
      censoredBy: ticks.map((tick) => (protection ? null : sumUntil(curve, curve.nCensor, toDays(tick, monthDays)))),
    })),
    ticks,
    xMax,
    freeCorner: curves.some(
      (curve) => rightHalf !== undefined && (survivalAt(curve, toDays(rightHalf, monthDays)) ?? 0) > 0.74,
    )
      ? 'bottom-left'
      : 'top-right',
  };
}

const ended: KaplanMeierPoint = {
  survival: null,
  solid: null,
  thin: null,
  lower: null,
  upper: null,
  band: null,
  thinBand: null,
  atRisk: 0,
};

/** A curve at every day of the grid: carried forward between its own days, null after the last of them. */
function along(curve: DrawnCurve, grid: readonly number[]): KaplanMeierPoint[] {
  const last = curve.days.at(-1) ?? 0;
  let own = -1;
  let previous: KaplanMeierPoint = ended;
  return grid.map((day) => {
    if (day > last) return ended;
    while ((curve.days[own + 1] ?? Infinity) <= day) own += 1;
    const before = own < 0;
    const [lower, upper] = before ? [null, null] : [percent(curve.lower[own]), percent(curve.upper[own])];
    const survival = before ? 100 : (percent(curve.survival[own]) ?? 0);
    const isOwn = curve.days[own] === day;
    const atRisk = curve.atRisk[isOwn ? own : own + 1] ?? 0;
    const own95 = lower !== null && upper !== null ? ([lower, upper] as const) : null;
    // Where the limits end, the last step of the band still needs its right edge.
    const band = own95 ?? previous.band ?? previous.thinBand;
    const wasThin = previous.thin !== null;
    // As of the curve's own step: days of other curves change nothing in how it is drawn.
    const isThin = (curve.atRisk[Math.max(0, own)] ?? 0) < thinBelow;
    previous = {
      survival,
      // The first point with too few belongs to both parts: the step down to it is the last with enough at risk.
      solid: isThin && wasThin ? null : survival,
      thin: isThin ? survival : null,
      lower,
      upper,
      band: isThin && wasThin ? null : isThin ? (previous.band ?? band) : band,
      thinBand: isThin ? band : null,
      atRisk,
    };
    return previous;
  });
}

/** Where the axis is cut short, curves that continue beyond it are drawn to its end. */
function closeAt(
  xMax: number,
  rows: KaplanMeierRow[],
  columns: readonly KaplanMeierPoint[][],
  isCut: boolean,
): KaplanMeierRow[] {
  if (!isCut || rows.at(-1)?.months === xMax) return rows;
  const next = rows.length;
  const goesOn = columns.map((points, c): [string, KaplanMeierPoint] => {
    const [before, after] = [points[next - 1] ?? ended, points[next] ?? ended];
    return [`c${c}`, after.survival === null ? ended : { ...before, atRisk: after.atRisk }];
  });
  return [...rows, { months: xMax, curves: Object.fromEntries(goesOn) }];
}

function percent(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : share * 100;
}

import { showNumber } from '@/numbers/show.ts';
import { type ChangeAxis, changeY, type FacetPlace, responseLimits } from './change-plot-data.ts';
import { boldWidth, cutToWidth } from './text-width.ts';

interface PlotInk {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
}

interface ChangeGridProps {
  readonly axis: ChangeAxis;
  readonly place: FacetPlace;
  readonly ink: PlotInk;
  /** Of the axis; without it the plot shares that of the plot beside it. */
  readonly title: string | null;
}

/** Behind the bars or lines of one group: lines at the ticks with their percentages, and the axis of changes. */
export function ChangeGrid({ axis, place, ink, title }: ChangeGridProps) {
  const { x, y, width, height } = place;
  return (
    <g aria-hidden>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={x}
            x2={x + width}
            y1={changeY(tick, axis, place)}
            y2={changeY(tick, axis, place)}
            stroke={ink.grid}
          />
          {title === null ? null : (
            <text x={x - 6} y={changeY(tick, axis, place) + 4} textAnchor="end" fontSize={12} fill={ink.text}>
              {percentOf(tick)}
            </text>
          )}
        </g>
      ))}
      {title === null ? null : (
        <text
          transform={`translate(13 ${y + height / 2}) rotate(-90)`}
          textAnchor="middle"
          fontSize={12}
          fill={ink.text}
        >
          {cutToWidth(title, height)}
        </text>
      )}
    </g>
  );
}

/** In front of them: the limits of PR and PD, and no change. */
export function ChangeLimits({ axis, place, ink }: Omit<ChangeGridProps, 'title'>) {
  const { x, width } = place;
  return (
    <g aria-hidden>
      {responseLimits.map((limit) => (
        <line
          key={limit}
          x1={x}
          x2={x + width}
          y1={changeY(limit, axis, place)}
          y2={changeY(limit, axis, place)}
          stroke={ink.text}
          strokeWidth={1.1}
          strokeDasharray="5 4"
        />
      ))}
      <line x1={x} x2={x + width} y1={changeY(0, axis, place)} y2={changeY(0, axis, place)} stroke={ink.text} />
    </g>
  );
}

interface FacetHeadProps {
  readonly place: FacetPlace;
  /** Right of where it begins: more than its plot where nothing is beside it. */
  readonly roomPx: number;
  readonly name: string;
  readonly note: string;
  readonly color: string;
  readonly ink: PlotInk;
}

/** The name of a group above its plot, with how many patients are drawn. */
export function FacetHead({ place, roomPx, name, note, color, ink }: FacetHeadProps) {
  const { x, y } = place;
  return (
    <g aria-hidden>
      <text x={x} y={y - 24} fontSize={13} fontWeight={600} fill={color}>
        {cutToWidth(name, roomPx)}
      </text>
      <text x={x} y={y - 9} fontSize={11} fill={ink.text}>
        {cutToWidth(note, roomPx)}
      </text>
    </g>
  );
}

interface ReadoutProps {
  readonly words: string;
  readonly widthPx: number;
  readonly isHint: boolean;
  readonly ink: PlotInk;
}

/** What is under the pointer, in a line of its own above the plots, so that nothing moves and nothing is covered. */
export function Readout({ words, widthPx, isHint, ink }: ReadoutProps) {
  const shown = boldWidth(words) > widthPx - 8 ? cutToWidth(words, widthPx - 8) : words;
  return (
    <text x={2} y={15} fontSize={12} fontWeight={isHint ? 400 : 600} fill={ink.text} aria-hidden>
      {shown}
    </text>
  );
}

function percentOf(change: number): string {
  return change > 0 ? `+${showNumber(change * 100, 0)}` : showNumber(change * 100, 0);
}

import { type RocMark } from './roc-chart-layers.tsx';
import { type RocBandColumns, type RocColumns, type RocVertex } from './roc-chart-vertices.ts';
import { type Scheme } from './series-style.ts';

export interface RocSeries {
  readonly key: string;
  readonly columns: RocColumns;
  /** Short name, such as "Internal". */
  readonly label: string;
  /** Shown with the name: numbers of both classes, AUC and its limits. */
  readonly detail: string;
  /** Place of the set in the study's list of sets: it decides colour and dash. */
  readonly style: number;
  /** The curve that the rest of the page is about: drawn strongest, read by the pointer. */
  readonly selected: boolean;
  /** Limits of sensitivity at each specificity. */
  readonly band?: RocBandColumns;
}

export interface RocChartProps {
  readonly series: readonly RocSeries[];
  readonly marks: readonly RocMark[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
  readonly scheme: Scheme;
  readonly widthPx: number;
  readonly heightPx: number;
  /** False in files: nothing follows a pointer there. */
  readonly isLive: boolean;
  readonly describeVertex: (vertex: RocVertex) => readonly string[];
  readonly onThreshold?: ((threshold: number) => void) | undefined;
}

import { unpackNullable, unpackNumbers } from './unpack-numbers.ts';

/** The columns of a curve as they are sent (`PackedSteps`), each as one text. */
interface PackedColumns {
  readonly days: string;
  readonly atRisk: string;
  readonly nEvent: string;
  readonly nCensor: string;
  readonly survival: string;
  readonly lower: string;
  readonly upper: string;
}

export interface CurveColumns {
  readonly days: readonly number[];
  readonly atRisk: readonly number[];
  readonly nEvent: readonly number[];
  readonly nCensor: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** An answer with the columns of its curves as numbers. */
export function unpackCurves<Curve extends { packed: PackedColumns }, Answer extends { curves: Curve[] }>({
  curves,
  ...rest
}: Answer & { curves: Curve[] }): Omit<Answer, 'curves'> & { curves: (Omit<Curve, 'packed'> & CurveColumns)[] } {
  return {
    ...(rest as Omit<Answer, 'curves'>),
    curves: curves.map(({ packed, ...curve }) => ({
      ...curve,
      days: unpackNumbers(packed.days),
      atRisk: unpackNumbers(packed.atRisk),
      nEvent: unpackNumbers(packed.nEvent),
      nCensor: unpackNumbers(packed.nCensor),
      survival: unpackNumbers(packed.survival),
      lower: unpackNullable(packed.lower),
      upper: unpackNullable(packed.upper),
    })),
  };
}

import { type SubjectVariable, type Theme, themesInOrder } from '@haim/schema';

/** Beside the curves, without a heading: where and how patients were treated. */
const besideCurves: readonly Theme[] = ['place', 'treatment'];

export interface TileSection {
  /** Null is the first section, beside the curves. */
  readonly theme: Theme | null;
  readonly variables: readonly SubjectVariable[];
}

/** Variables by what they are about, in the order in which a population is described; within it as they are given. */
export function tileSections(variables: readonly SubjectVariable[]): readonly TileSection[] {
  const of = (themes: readonly Theme[]) => variables.filter(({ theme }) => themes.includes(theme));
  const rest = themesInOrder.filter((theme) => !besideCurves.includes(theme));
  return [
    { theme: null, variables: besideCurves.flatMap((theme) => of([theme])) },
    ...rest.map((theme) => ({ theme, variables: of([theme]) })).filter((section) => section.variables.length > 0),
  ];
}

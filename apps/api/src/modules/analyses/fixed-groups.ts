import {
  type CohortFilter,
  comparedGroups,
  groupsOfLandmark,
  isCompared,
  isLandmark,
  isParted,
  type Label,
  labelsOfParts,
  landmarkLabel,
  readLandmark,
  readParted,
  showParted,
  statement,
  type Statement,
  type SubjectCovariate,
  type SubjectVariable,
  unitLabel,
  variableIn,
} from '@haim/schema';
import { describe } from '@haim/stats';
import { type SubjectColumns } from '../../columns/index.ts';

/** Of a cut-point no more digits are used than are written. */
const digits = 6;

/**
 * The request with groups that are the same for whoever counts them: quantiles become cut-points of the selected patients,
 * whether or not they have a time. Other groupings stay as they are.
 *
 * @param request - its grouping has been accepted.
 * @returns also what a caption says of cut-points.
 */
export async function withFixedGroups<R extends { readonly groupBy: string | null }>(
  columns: SubjectColumns,
  filter: CohortFilter | null,
  request: R,
): Promise<R & { readonly said: readonly Statement[] }> {
  const { groupBy } = request;
  const parted = groupBy !== null && isParted(groupBy) ? readParted(groupBy, { own: columns.own }).parted : null;
  const variable = parted && variableIn(parted.variable, { own: columns.own });
  if (!parted || !variable) return { ...request, said: [] };
  const { at } = parted;
  const label = withUnit(variable);
  if (typeof at !== 'string') {
    return { ...request, said: [statement('partedAtCuts', { variable: label, cuts: at.map(String) })] };
  }
  await columns.sortQuantities([variable.name]);
  const [sample] = columns.cohort(filter).samples(variable.name, null);
  if (!sample) return { ...request, groupBy: showParted({ variable: variable.name, at: [0] }), said: [] };
  const { n, minimum, median, lowerQuartile, upperQuartile, tertiles } = describe(sample);
  const quantiles = { halves: [median], tertiles, quartiles: [lowerQuartile, median, upperQuartile] }[at];
  const written = [...new Set(quantiles.map((value) => Number(value.toPrecision(digits))))];
  // Nobody is below the least value.
  const above = written.filter((cut) => cut > minimum);
  const cuts = above.length > 0 ? above : [minimum];
  return {
    ...request,
    groupBy: showParted({ variable: variable.name, at: cuts }),
    said: [
      statement('partedAtQuantiles', { variable: label, at, cuts: cuts.map(String), n }),
      ...(above.length < quantiles.length ? [statement('partedOfFew')] : []),
    ],
  };
}

/** The order of the groups of a grouping that has one of its own: arms as the study has them, parts by value. */
export function orderOfGroups(groupBy: string | null, arms: readonly string[]): readonly string[] {
  if (groupBy === 'arm') return arms;
  if (groupBy !== null && isLandmark(groupBy)) {
    const { landmark } = readLandmark(groupBy);
    return landmark ? groupsOfLandmark(landmark.outcome) : [];
  }
  return groupBy === null ? [] : labelsOfParts(groupBy);
}

/** What a model takes for groups that are not a variable: two cohorts, the parts of a quantity, an outcome at a landmark. */
export function covariateOfGroups(groupBy: string, own: readonly SubjectVariable[]): SubjectCovariate | null {
  const arm = variableIn('arm', { own });
  if (!arm) return null;
  const of = (label: Label, levels: readonly string[]): SubjectCovariate => ({
    name: groupBy,
    // As the arm: a category, known at time zero.
    variable: { ...arm, name: groupBy, label, short: label, list: null, levels },
    label,
    levels,
    floor: null,
  });
  const { landmark } = isLandmark(groupBy) ? readLandmark(groupBy) : { landmark: null };
  if (landmark) return of(landmarkLabel(landmark), groupsOfLandmark(landmark.outcome));
  if (isCompared(groupBy)) return of({ en: 'Cohort', zh: '队列' }, Object.values(comparedGroups));
  const { parted } = readParted(groupBy, { own });
  const variable = parted && variableIn(parted.variable, { own });
  return variable ? of(withUnit(variable), labelsOfParts(groupBy)) : null;
}

/** A grouping as a part of the name of a file. */
export function groupsInFileName(groupBy: string): string {
  return isCompared(groupBy) ? 'cohorts' : groupBy.replaceAll(/[^\w.-]+/g, '-');
}

function withUnit({ short, unit }: SubjectVariable): Label {
  if (unit === null) return short;
  const { en, zh } = unitLabel(unit);
  return { en: `${short.en} (${en})`, zh: `${short.zh}（${zh}）` };
}

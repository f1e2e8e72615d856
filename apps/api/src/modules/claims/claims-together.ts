import { type Claim, type ClaimedPart, type Statement, statement } from '@haim/schema';
import {
  attainableTables,
  MOST_ENUMERATED,
  printedAs,
  type PrintedMetrics,
  type RatioOfInterval,
  ratioOfInterval,
} from '@haim/stats';

/** What other claims of a paper say of one. */
export interface BesideClaim {
  readonly said: readonly Statement[];
  /** Standard error of the log of the printed interval that the claim is a limit of; null of other claims. */
  readonly logStdErr: number | null;
}

/** Claims that must agree with each other, whatever the records are: metrics of one table, a ratio with its limits and p. */
export function claimsTogether(claims: readonly Claim[]): (claim: Claim) => BesideClaim {
  const tables = tablesOf(claims);
  const intervals = intervalsOf(claims);
  return (claim) => {
    const { rule } = claim;
    const endpoint = 'endpoint' in rule ? rule.endpoint : null;
    const interval = endpoint === null ? undefined : intervals.get(endpoint);
    const isLimit = rule.kind === 'hazardRatio' && rule.part !== 'estimate';
    return {
      said: [
        ...(tables.get(claim.name) ?? []),
        ...(rule.kind === 'logRankTest' && interval ? impliedP(claim, interval) : []),
      ],
      logStdErr: isLimit ? (interval?.logStdErr ?? null) : null,
    };
  };
}

/** Of each endpoint whose hazard ratio is printed with both limits. */
function intervalsOf(claims: readonly Claim[]): ReadonlyMap<string, RatioOfInterval> {
  const found = new Map<string, RatioOfInterval>();
  const ratios = claims.flatMap(({ rule, value }) =>
    rule.kind === 'hazardRatio' && value !== null && value > 0 ? [{ rule, value }] : [],
  );
  for (const [endpoint, members] of Map.groupBy(ratios, ({ rule }) => rule.endpoint)) {
    const of = (part: ClaimedPart) => members.find(({ rule }) => rule.part === part)?.value;
    const [ratio, lower, upper] = [of('estimate'), of('lower'), of('upper')];
    if (ratio === undefined || lower === undefined || upper === undefined || lower >= upper) continue;
    found.set(endpoint, ratioOfInterval(ratio, lower, upper));
  }
  return found;
}

function impliedP({ value, decimals, isBelow }: Claim, { pValue }: RatioOfInterval): Statement[] {
  if (value === null) return [];
  const agrees = isBelow ? pValue < value : printedAs(pValue, { value, decimals }) !== null;
  return agrees ? [] : [statement('claimIntervalImplies', { p: Number(pValue.toPrecision(2)) })];
}

/** What the metrics of one model and set, taken together, say of each of them; by the name of the claim. */
function tablesOf(claims: readonly Claim[]): ReadonlyMap<string, readonly Statement[]> {
  const metrics = claims.flatMap((claim) =>
    claim.rule.kind === 'metric' && claim.value !== null && claim.of !== null ? [{ claim, rule: claim.rule }] : [],
  );
  const groups = Map.groupBy(metrics, ({ claim, rule }) =>
    JSON.stringify([rule.model, rule.set, rule.threshold, claim.of]),
  );
  const said = new Map<string, readonly Statement[]>();
  for (const members of groups.values()) {
    const n = members[0]?.claim.of ?? 0;
    if (members.length < 2 || n > MOST_ENUMERATED) continue;
    const printed: PrintedMetrics = Object.fromEntries(
      members.map(({ claim, rule }) => [rule.metric, { value: claim.value ?? 0, decimals: claim.decimals }]),
    );
    const found = attainableTables(printed, n);
    if (found.matching > 0) continue;
    const tables = found.closest.map(({ tp, fp, fn, tn }) => [tp, fn, fp, tn].join('/'));
    const deviation = found.deviation === null ? null : Number(found.deviation.toPrecision(2));
    const statements = [
      statement('claimTablesNone', { n, of: found.of, most: found.mostMatched }),
      ...(deviation === null ? [] : [statement('claimTablesClosest', { tables, deviation })]),
    ];
    for (const { claim } of members) said.set(claim.name, statements);
  }
  return said;
}

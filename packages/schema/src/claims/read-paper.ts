import { isError, type Issue } from '../check-row.ts';
import { type CohortLists } from '../cohort/index.ts';
import { type Claim, type Paper, paperLimits } from './claim.ts';
import { PlaceReader } from './place-reader.ts';
import { readRule } from './read-rule.ts';

export type ReadPaper =
  | { readonly paper: Paper; readonly issues: readonly [] }
  | { readonly paper: null; readonly issues: readonly Issue[] };

const LARGEST = 1_000_000;

/**
 * A file of claims as JSON.
 *
 * @param lists - what only the study knows: its arms, centres and own variables; an absent list is not checked.
 * @returns what is wrong by its place, `claims.dcr-hti.rule.variable`, and what is expected there.
 */
export function readPaper(text: string, lists: CohortLists = {}): ReadPaper {
  const reader = new PlaceReader();
  const paper = text.length > paperLimits.bytes ? tooLong(reader) : paperOf(parsed(text, reader), reader, lists);
  const { issues } = reader;
  return paper && !issues.some(isError) ? { paper, issues: [] } : { paper: null, issues };
}

function tooLong(reader: PlaceReader): null {
  reader.report('file', 'tooLong', `at most ${paperLimits.bytes} characters`, `最多 ${paperLimits.bytes} 个字符`);
  return null;
}

function parsed(text: string, reader: PlaceReader): unknown {
  try {
    return JSON.parse(text);
  } catch {
    reader.report('file', 'wrongType', 'JSON with name, citation and claims', '包含 name、citation 和 claims 的 JSON');
    return undefined;
  }
}

function paperOf(given: unknown, reader: PlaceReader, lists: CohortLists): Paper | null {
  if (given === undefined) return null;
  const found = reader.fields(given, 'file', ['name', 'citation', 'claims']);
  if (!found) return null;
  const name = reader.name(found['name'], 'name', paperLimits.name);
  const citation = reader.text(found['citation'], 'citation', paperLimits.citation);
  const list: unknown = found['claims'];
  if (!Array.isArray(list) || list.length === 0 || list.length > paperLimits.claims) {
    const most = paperLimits.claims;
    reader.report('claims', 'required', `a list of 1 to ${most} claims`, `1 至 ${most} 条论断的列表`);
    return null;
  }
  const claims = list.flatMap((one: unknown, i) => claimOf(one, i, reader, lists) ?? []);
  reportRepeated(claims, reader);
  return { name, citation, claims };
}

function claimOf(given: unknown, i: number, reader: PlaceReader, lists: CohortLists): Claim | null {
  const stated = (given as { name?: unknown } | null)?.name;
  // By its name where it has one: nobody counts to the hundredth claim of a file.
  const at = `claims.${typeof stated === 'string' && stated !== '' ? stated.slice(0, paperLimits.name) : i + 1}`;
  const found = reader.fields(given, at, ['name', 'place', 'value', 'decimals', 'below', 'of', 'rule']);
  if (!found) return null;
  const decimals = reader.number(found['decimals'] ?? 0, `${at}.decimals`, [0, paperLimits.decimals], true) ?? 0;
  const value = reader.number(found['value'], `${at}.value`, [-LARGEST, LARGEST], false);
  if (found['value'] === undefined) {
    const [en, zh] = ['the printed number, or null where it was not reached', '原文所印数值；未达到时为 null'];
    reader.report(`${at}.value`, 'required', en, zh);
  }
  if (value !== null) reportPrecision(value, decimals, `${at}.decimals`, reader);
  const below = found['below'] ?? false;
  if (typeof below !== 'boolean') reader.report(`${at}.below`, 'wrongType', 'true or false', 'true 或 false');
  if (below === true && value === null) {
    reader.report(`${at}.value`, 'required', 'the number below which it was printed to be', '“小于”之后的数值');
  }
  const rule = readRule(found['rule'], `${at}.rule`, reader, lists);
  return (
    rule && {
      name: reader.name(found['name'], `${at}.name`, paperLimits.name),
      place: reader.text(found['place'], `${at}.place`, paperLimits.place),
      value,
      decimals,
      isBelow: below === true,
      of: reader.number(found['of'], `${at}.of`, [1, LARGEST], true),
      rule,
    }
  );
}

/** A number with more digits than are said to be printed was not printed so. */
function reportPrecision(value: number, decimals: number, at: string, reader: PlaceReader): void {
  const scaled = value * 10 ** decimals;
  if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return;
  const digits = String(value).split('.')[1]?.length ?? 0;
  reader.report(
    at,
    'rule',
    `at least ${digits}, the digits that ${value} has behind the point`,
    `至少 ${digits}，即 ${value} 的小数位数`,
  );
}

function reportRepeated(claims: readonly Claim[], reader: PlaceReader): void {
  const names = claims.map(({ name }) => name).filter((name) => name !== '');
  for (const name of new Set(names.filter((one, i) => names.indexOf(one) !== i))) {
    reader.report(`claims.${name}.name`, 'rule', 'a name that no other claim has', '其他论断未使用的名称');
  }
}

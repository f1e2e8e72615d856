import { type CohortFilter, type CohortLists, parseFilter, variableIn } from '../cohort/index.ts';
import { codesOfVariable, type SubjectVariable } from '../subject/index.ts';
import {
  bySlideSet,
  claimedEndpoints,
  claimedEstimators,
  claimedMeasures,
  claimedMetrics,
  claimedParts,
  claimedResponses,
  claimedScales,
  claimedSets,
  claimedTests,
  type ClaimKind,
  type ClaimRule,
} from './claim.ts';
import { type PlaceReader } from './place-reader.ts';

const fieldsOfKind: Readonly<Record<ClaimKind, readonly string[]>> = {
  patients: ['cohort'],
  share: ['cohort', 'of'],
  bestResponse: ['response', 'arm'],
  responseRate: ['rate', 'arm'],
  responseTest: ['rate', 'test'],
  adverseEvents: ['arm', 'as'],
  baseline: ['variable', 'value', 'by', 'group', 'as'],
  baselineTest: ['variable', 'by'],
  medianTime: ['endpoint', 'arm', 'part', 'scale'],
  events: ['endpoint', 'arm'],
  hazardRatio: ['endpoint', 'part', 'estimator'],
  logRankTest: ['endpoint'],
  followUp: ['part', 'scale'],
  setSize: ['sets', 'centre', 'as'],
  setOverlap: ['set'],
  auc: ['model', 'set'],
  metric: ['metric', 'model', 'set', 'threshold'],
};
export const claimKinds = Object.keys(fieldsOfKind) as readonly ClaimKind[];

const rates = ['orr', 'dcr'] as const;
const countOrShare = ['patients', 'percent'] as const;
const LONGEST_MODEL = 120;

/** Reads the rule of a claim; what is wrong is reported by its place, and something of the kind returned all the same. */
export function readRule(given: unknown, at: string, reader: PlaceReader, lists: CohortLists): ClaimRule | null {
  const kind = reader.oneOf((given as { kind?: unknown } | null)?.kind, `${at}.kind`, claimKinds);
  const found = reader.fields(given, at, ['kind', ...fieldsOfKind[kind]]);
  if (!found || found['kind'] !== kind) return null;
  return ruleOf(kind, found, at, new RuleReader(reader, lists));
}

function ruleOf(kind: ClaimKind, found: Readonly<Record<string, unknown>>, at: string, read: RuleReader): ClaimRule {
  const { reader } = read;
  const place = (name: string) => `${at}.${name}`;
  const oneOf = <const Options extends readonly string[]>(name: string, options: Options) =>
    reader.oneOf(found[name], place(name), options);
  const orNull = <const Options extends readonly string[]>(name: string, options: Options) =>
    reader.oneOfOrNull(found[name], place(name), options);
  const arm = () => read.arm(found['arm'], place('arm'));
  const part = () => reader.oneOf(found['part'] ?? 'estimate', place('part'), claimedParts);
  const model = () => reader.text(found['model'], place('model'), LONGEST_MODEL);
  switch (kind) {
    case 'patients':
      return { kind, cohort: read.filter(found['cohort'], place('cohort')) };
    case 'share': {
      const cohort = read.filter(found['cohort'], place('cohort'));
      if ((found['cohort'] ?? null) === null) read.needsCondition(place('cohort'));
      return { kind, cohort: cohort ?? { and: [] }, of: read.filter(found['of'], place('of')) };
    }
    case 'bestResponse':
      return { kind, response: oneOf('response', claimedResponses), arm: arm() };
    case 'responseRate':
      return { kind, rate: oneOf('rate', rates), arm: arm() };
    case 'responseTest':
      return { kind, rate: oneOf('rate', rates), test: orNull('test', claimedTests) };
    case 'adverseEvents':
      return { kind, arm: arm(), as: oneOf('as', countOrShare) };
    case 'baseline':
      return read.baseline(found, at);
    case 'baselineTest':
      return {
        kind,
        variable: read.row(found['variable'], place('variable'))?.name ?? '',
        by: read.grouping(found['by'], place('by'), true) ?? '',
      };
    case 'medianTime':
      return {
        kind,
        endpoint: oneOf('endpoint', claimedEndpoints),
        arm: arm(),
        part: part(),
        scale: orNull('scale', claimedScales),
      };
    case 'events':
      return { kind, endpoint: oneOf('endpoint', claimedEndpoints), arm: arm() };
    case 'hazardRatio':
      return {
        kind,
        endpoint: oneOf('endpoint', claimedEndpoints),
        part: part(),
        estimator: orNull('estimator', claimedEstimators),
      };
    case 'logRankTest':
      return { kind, endpoint: oneOf('endpoint', claimedEndpoints) };
    case 'followUp':
      return {
        kind,
        part: part(),
        scale: orNull('scale', claimedScales),
      };
    case 'setSize':
      return {
        kind,
        sets: read.sets(found['sets'], place('sets')),
        centre: read.centre(found['centre'], place('centre')),
        as: oneOf('as', countOrShare),
      };
    case 'setOverlap':
      return { kind, set: oneOf('set', claimedSets) };
    case 'auc':
      return { kind, model: model(), set: oneOf('set', claimedSets) };
    case 'metric': {
      const threshold = reader.number(found['threshold'], place('threshold'), [0, 1], false);
      return {
        kind,
        metric: oneOf('metric', claimedMetrics),
        model: model(),
        set: oneOf('set', claimedSets),
        threshold,
      };
    }
  }
}

/** What of a rule names the study: arms, centres, variables. */
class RuleReader {
  constructor(
    readonly reader: PlaceReader,
    private readonly lists: CohortLists,
  ) {}

  filter(value: unknown, at: string): CohortFilter | null {
    const { filter, issues } = parseFilter(value, this.lists, at);
    this.reader.issues.push(...issues);
    return filter;
  }

  needsCondition(at: string): void {
    this.reader.report(at, 'required', 'a condition', '必须给出条件');
  }

  arm(value: unknown, at: string): string | null {
    return this.codeOf(value, at, 'arm', ['an arm of the study, or null for all', '本研究的治疗组，或 null 表示全部']);
  }

  centre(value: unknown, at: string): string | null {
    return this.codeOf(value, at, 'centre', [
      'a centre of the study, or null for all',
      '本研究的中心，或 null 表示全部',
    ]);
  }

  private codeOf(
    value: unknown,
    at: string,
    list: 'arm' | 'centre',
    [en, zh]: readonly [string, string],
  ): string | null {
    if ((value ?? null) === null) return null;
    const codes = this.lists[list];
    if (typeof value === 'string' && (codes === undefined || codes.includes(value))) return value;
    const known = codes === undefined ? '' : `: ${codes.join(', ')}`;
    this.reader.report(at, 'notInList', `${en}${known}`, `${zh}${known}`);
    return null;
  }

  sets(value: unknown, at: string) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.map((one, i) => this.reader.oneOf(one, list.length > 1 ? `${at}[${i}]` : at, claimedSets));
  }

  /** A variable that may be a row of a table of characteristics. */
  row(value: unknown, at: string): SubjectVariable | undefined {
    const variable = typeof value === 'string' ? variableIn(value, this.lists) : undefined;
    if (variable?.tableOne) return variable;
    this.reader.report(
      at,
      (value ?? null) === null ? 'required' : 'notInList',
      'a variable known at time zero, by its name in the data dictionary: ageYears, sex, bclcStage',
      '时间零点已知的变量，用数据字典中的名称：ageYears、sex、bclcStage',
    );
    return undefined;
  }

  grouping(value: unknown, at: string, isRequired: boolean): string | null {
    if ((value ?? null) === null && !isRequired) return null;
    if (value === bySlideSet) return bySlideSet;
    if (typeof value === 'string' && variableIn(value, this.lists)?.groups) return value;
    this.reader.report(
      at,
      (value ?? null) === null ? 'required' : 'notInList',
      `${bySlideSet}, or a variable of few values known at time zero: arm, sex`,
      `${bySlideSet}，或时间零点已知、取值较少的变量：arm、sex`,
    );
    return null;
  }

  baseline(found: Readonly<Record<string, unknown>>, at: string): ClaimRule {
    const { reader } = this;
    const as = reader.oneOf(found['as'], `${at}.as`, claimedMeasures);
    const variable = this.row(found['variable'], `${at}.variable`);
    const by = this.grouping(found['by'], `${at}.by`, false);
    const group = (found['group'] ?? null) === null ? null : reader.text(found['group'], `${at}.group`, LONGEST_MODEL);
    if (group !== null && by === null) {
      reader.report(`${at}.by`, 'required', 'the variable whose group is named', '所指分组的变量');
    }
    if (by === bySlideSet && group !== null) reader.oneOf(group, `${at}.group`, claimedSets.slice(0, 3));
    const isOfCategory = as === 'patients' || as === 'percent';
    const value = isOfCategory ? this.level(found['value'], `${at}.value`, variable) : null;
    if (variable && isOfCategory === (variable.kind === 'quantity')) {
      reader.report(
        `${at}.as`,
        'rule',
        isOfCategory
          ? `mean, standardDeviation or median: ${variable.name} is a quantity`
          : `patients or percent: ${variable.name} is a category`,
        isOfCategory
          ? `mean、standardDeviation 或 median：${variable.name} 为数值变量`
          : `patients 或 percent：${variable.name} 为分类变量`,
      );
    }
    return { kind: 'baseline', variable: variable?.name ?? '', value, by, group, as };
  }

  private level(value: unknown, at: string, variable: SubjectVariable | undefined): string | null {
    const codes = variable?.kind === 'flag' ? ['true', 'false'] : variable ? codesOfVariable(variable) : [];
    const found = typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
    if (found !== '' && (codes.length === 0 || codes.includes(found))) return found;
    const list = codes.length === 0 ? '' : `: ${codes.join(', ')}`;
    this.reader.report(
      at,
      found === '' ? 'required' : 'notInList',
      `a value of the variable${list}`,
      `变量的取值${list}`,
    );
    return null;
  }
}

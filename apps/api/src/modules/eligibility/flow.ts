import {
  allOf,
  type CohortFilter,
  ineligible,
  type Label,
  missingTime,
  screeningOutcomeLabels,
  type Statement,
  statement,
} from '@haim/schema';
import { type Cohort, type CountedPopulation, type SubjectColumns } from '../../columns/index.ts';
import { criterionLabel } from '../cohort/index.ts';
import { type ScreenedOut } from './screening.query.ts';

export const flowSteps = ['screened', 'enrolled', 'counted', 'treated', 'followed', 'analysed'] as const;
export type FlowStepKey = (typeof flowSteps)[number];

/** Some who leave the flow between a step and the next. */
export interface FlowExit {
  readonly code: string;
  readonly label: Label;
  readonly n: number;
  /** Who they are, as a selection; null for those of the screening log, who are no patients. */
  readonly filter: CohortFilter | null;
}

export interface FlowStep {
  readonly key: FlowStepKey;
  readonly n: number;
  readonly filter: CohortFilter | null;
  /** Who leave before the next step: with its number they add up to this one's. */
  readonly exits: readonly FlowExit[];
}

export interface FlowArm {
  /** null: the patients without an arm. */
  readonly code: string | null;
  /** From those counted in this arm to those analysed. */
  readonly steps: readonly FlowStep[];
  /** Of those analysed. */
  readonly withSlide: number;
  readonly withScore: number;
}

export interface Flow {
  readonly dataVersion: number;
  readonly common: readonly FlowStep[];
  readonly arms: readonly FlowArm[];
  readonly statements: readonly Statement[];
}

export interface FlowSources {
  readonly columns: SubjectColumns;
  readonly screenedOut: readonly ScreenedOut[];
  /** In the order of the study. */
  readonly arms: readonly string[];
  /** Patients who have a slide, and those with a score. */
  readonly withSlide: readonly string[];
  readonly withScore: readonly string[];
}

/** Everybody, as a selection that names eligibility: an analysis answers it as asked. */
const enrolled: CohortFilter = {
  or: [
    { variable: 'eligibility', isMissing: true },
    { variable: 'eligibility', isMissing: false },
  ],
};
const counted: CohortFilter = { not: ineligible };
const started: CohortFilter = { variable: 'startedOn', isMissing: false };
const notStarted: CohortFilter = { variable: 'startedOn', isMissing: true };
const unfollowed: CohortFilter = { variable: 'osMissing', in: ['noFollowUp'] };
const timed: CohortFilter = { variable: 'osDays', isMissing: false };

/**
 * The flow of patients of one's own centres, from screening to the analysis of overall survival. Every step is the sum of
 * the next one and of who leaves in between, because each exit is counted from the patients of its step.
 */
export function flowOf(sources: FlowSources): Flow {
  const { columns, screenedOut, arms } = sources;
  const rules = columns.counted;
  const all = columns.everybody(null);
  const base = rules.population === 'all' ? enrolled : counted;
  const n = columns.everybody(base).n;
  const out = screenedExits(screenedOut, rules);
  const codes = [...arms, ...(columns.everybody(withoutArm(base)).n > 0 ? [null] : [])];
  const unknown = columns.everybody(allOf([base, { variable: 'eligibility', in: ['unknown'] }])).n;
  return {
    dataVersion: columns.version,
    common: [
      { key: 'screened', n: all.n + sum(out), filter: null, exits: out },
      { key: 'enrolled', n: all.n, filter: enrolled, exits: ineligibleExits(columns) },
      { key: 'counted', n, filter: base, exits: [] },
    ],
    arms: codes.map((code) => armOf(sources, code, base)),
    statements: [
      statement('flowOfPatients'),
      ...(unknown > 0 ? [statement('eligibilityNotKnown', { n: unknown })] : []),
    ],
  };
}

const withoutArm = (base: CohortFilter): CohortFilter | null => allOf([base, { variable: 'arm', isMissing: true }]);

const sum = (exits: readonly FlowExit[]): number => exits.reduce((total, { n }) => total + n, 0);

function screenedExits(screenedOut: readonly ScreenedOut[], rules: CountedPopulation): FlowExit[] {
  const places = rules.criteria.map(({ code }) => code);
  const placeOf = ({ outcome, criterion }: ScreenedOut) => {
    if (outcome !== 'notEligible') return outcome === 'declined' ? places.length + 1 : places.length + 2;
    return criterion !== null && places.includes(criterion) ? places.indexOf(criterion) : places.length;
  };
  return screenedOut
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(({ outcome, criterion, n }) => ({
      code: criterion === null ? outcome : `${outcome}:${criterion}`,
      label: criterion === null ? screeningOutcomeLabels[outcome] : criterionLabel(criterion, rules),
      n,
      filter: null,
    }));
}

/** By the first criterion that each does not meet; nobody where the study counts everybody. */
function ineligibleExits(columns: SubjectColumns): FlowExit[] {
  const rules = columns.counted;
  if (rules.population === 'all') return [];
  const order = rules.criteria.map(({ code }) => code);
  const placeOf = (code: string | null) => (order.includes(code ?? '') ? order.indexOf(code ?? '') : order.length);
  return columns
    .everybody(ineligible)
    .values('excludedBy')
    .toSorted((a, b) => placeOf(a.value) - placeOf(b.value))
    .map(({ value, n }) => ({
      code: value ?? 'none',
      label: criterionLabel(value, rules),
      n,
      filter: allOf([ineligible, value === null ? missing('excludedBy') : { variable: 'excludedBy', in: [value] }]),
    }));
}

function armOf({ columns, withSlide, withScore }: FlowSources, code: string | null, base: CohortFilter): FlowArm {
  const inArm = allOf([base, code === null ? missing('arm') : { variable: 'arm', in: [code] }]);
  const [whole, treated, followed, analysed] = [
    inArm,
    allOf([inArm, started]),
    allOf([inArm, started, { not: unfollowed }]),
    allOf([inArm, started, { not: unfollowed }, timed]),
  ];
  const of = (filter: CohortFilter | null): Cohort => columns.everybody(filter);
  const exit = (exitCode: string, label: Label, filter: CohortFilter | null): FlowExit[] => {
    const { n } = of(filter);
    return n === 0 ? [] : [{ code: exitCode, label, n, filter }];
  };
  const last = of(analysed);
  const among = (ids: readonly string[]) => last.among(ids).size;
  return {
    code,
    steps: [
      {
        key: 'counted',
        n: of(whole).n,
        filter: whole,
        exits: exit('notTreated', { en: 'No first HAIC recorded', zh: '未记录首次 HAIC' }, allOf([inArm, notStarted])),
      },
      {
        key: 'treated',
        n: of(treated).n,
        filter: treated,
        exits: exit('noFollowUp', timeLabel('noFollowUp'), allOf([treated, unfollowed])),
      },
      {
        key: 'followed',
        n: of(followed).n,
        filter: followed,
        exits: missingTime.codes
          .filter((one) => one.code !== 'noFollowUp')
          .flatMap((one) => exit(one.code, one.label, allOf([followed, { variable: 'osMissing', in: [one.code] }]))),
      },
      { key: 'analysed', n: last.n, filter: analysed, exits: [] },
    ],
    withSlide: among(withSlide),
    withScore: among(withScore),
  };
}

const missing = (variable: string): CohortFilter => ({ variable, isMissing: true });

function timeLabel(code: string): Label {
  return missingTime.codes.find((one) => one.code === code)?.label ?? { en: code, zh: code };
}

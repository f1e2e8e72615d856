import { type Row } from '../form.ts';
import { baselineForm } from '../forms/baseline.form.ts';
import { baselineResult, type MeasuredResult, standardValue } from '../labs/index.ts';
import { statement, type Statement } from '../statements/statement.ts';
import { albiGrade, albiScore } from './albi.ts';
import { type BclcFacts, bclcStages } from './bclc.ts';
import {
  albuminPoints,
  bilirubinPoints,
  type ChildPughClass,
  childPughClasses,
  childPughParts,
  childPughPoints,
  inrPoints,
  type PartPoints,
  type Points,
} from './child-pugh.ts';

/** What scores and stages are derived from. */
export interface StagingRecords {
  /** The record of the form baseline, as it is or is being typed. */
  readonly baseline: Row;
  readonly labResults: readonly MeasuredResult[];
  /** The first HAIC; only results up to it are of the baseline. */
  readonly timeZero: string | null;
}

/** A value that the portal derives, beside the one that was entered. */
export interface DerivedStage {
  readonly field: 'childPughClass' | 'bclcStage';
  readonly entered: string | null;
  /** The values that what is recorded allows; one, if it is decided. */
  readonly possible: readonly string[];
  /** The entered value is not among them. */
  readonly differs: boolean;
  readonly how: Statement;
}

export interface Staging {
  readonly albi: Statement<'albiDerived' | 'albiLacks'>;
  readonly stages: readonly DerivedStage[];
}

/**
 * ALBI, Child-Pugh and BCLC 2022 of the baseline. What is not recorded leaves several values possible, so that an entered
 * value differs only where no completion of the record could give it.
 */
export function deriveStaging(records: StagingRecords): Staging {
  const { baseline } = records;
  const points = pointsOf(records);
  const sum = childPughPoints(points);
  const classes = childPughClasses(sum);
  const shown = Object.fromEntries(childPughParts.map((part) => [part, String(points[part] ?? '–')]));
  const words = { ...sum, classes: classes.join('/'), ...(shown as Record<keyof PartPoints, string>) };
  // An entered class that the parts allow is what the clinician knew of those that are not recorded.
  const entered = classes.find((one) => one === baseline['childPughClass']);
  return {
    albi: albiOf(records),
    stages: [
      compared('childPughClass', baseline, classes, statement('childPughDerived', words)),
      bclcOf(baseline, entered ? [entered] : classes),
    ],
  };
}

function compared(field: DerivedStage['field'], baseline: Row, possible: readonly string[], how: Statement) {
  const value = baseline[field];
  const entered = typeof value === 'string' && value !== '' ? value : null;
  return { field, entered, possible, differs: entered !== null && !possible.includes(entered), how };
}

function albiOf({ labResults, timeZero }: StagingRecords): Staging['albi'] {
  const bilirubin = baselineResult(labResults, 'BILI', timeZero);
  const albumin = baselineResult(labResults, 'ALB', timeZero);
  const micromoles = inStandard(bilirubin);
  const grams = inStandard(albumin);
  // Of a bilirubin of 0 there is no logarithm: it is not one that was measured.
  const lacksBilirubin = !bilirubin || micromoles === null || micromoles <= 0;
  if (lacksBilirubin || !albumin || grams === null) {
    const lacksAlbumin = !albumin || grams === null;
    return statement('albiLacks', { lacks: !lacksBilirubin ? 'albumin' : lacksAlbumin ? 'both' : 'bilirubin' });
  }
  const score = albiScore(micromoles, grams);
  return statement('albiDerived', {
    score,
    grade: albiGrade(score),
    bilirubin: micromoles,
    bilirubinOn: bilirubin.takenOn,
    albumin: grams,
    albuminOn: albumin.takenOn,
  });
}

function inStandard(result: MeasuredResult | null): number | null {
  return result && standardValue(result.test, result.value, result.unit);
}

function pointsOf({ baseline, labResults, timeZero }: StagingRecords): PartPoints {
  const bilirubin = baselineResult(labResults, 'BILI', timeZero);
  const albumin = inStandard(baselineResult(labResults, 'ALB', timeZero));
  const inr = inStandard(baselineResult(labResults, 'INR', timeZero));
  return {
    bilirubin: bilirubin && bilirubinPoints(bilirubin.value, bilirubin.unit),
    albumin: albumin === null ? null : albuminPoints(albumin),
    inr: inr === null ? null : inrPoints(inr),
    ascites: judged('ascites', baseline),
    encephalopathy: judged('encephalopathy', baseline),
  };
}

/** The place of the code in its list is its points. */
function judged(field: 'ascites' | 'encephalopathy', baseline: Row): Points | null {
  const place = baselineForm.fields[field].list.codes.findIndex(({ code }) => code === baseline[field]);
  return ([1, 2, 3] as const)[place] ?? null;
}

function bclcOf(baseline: Row, childPugh: readonly ChildPughClass[]): DerivedStage {
  const facts = factsOf(baseline, childPugh);
  const possible = bclcStages(facts);
  const [stage] = possible;
  const how =
    stage !== undefined && possible.length === 1
      ? statement('bclcDerived', { stage, why: whyOf(stage, facts) })
      : statement('bclcBetween', { stages: possible.join('/'), lacks: lacksOf(facts) });
  return compared('bclcStage', baseline, possible, how);
}

function factsOf(baseline: Row, childPugh: readonly ChildPughClass[]): BclcFacts {
  const number = (field: string) => (typeof baseline[field] === 'number' ? baseline[field] : null);
  const yes = (field: string) => (typeof baseline[field] === 'boolean' ? baseline[field] : null);
  const { ecogPs, lesionNumber } = baseline;
  const lesionCount = number('lesionCount');
  const isNamed = lesionNumber === 'single' || lesionNumber === 'multiple';
  return {
    ecogPs: typeof ecogPs === 'string' && ecogPs !== '' ? Number(ecogPs) : null,
    childPugh,
    portalVeinThrombus: yes('portalVeinThrombus'),
    extrahepaticMetastasis: yes('extrahepaticMetastasis'),
    isSingle: lesionCount !== null ? lesionCount === 1 : isNamed ? lesionNumber === 'single' : null,
    lesionCount,
    sizeMm: number('tumourSizeMm'),
  };
}

function whyOf(stage: string, { portalVeinThrombus, extrahepaticMetastasis }: BclcFacts) {
  if (stage === 'D') return 'endStage';
  if (stage !== 'C') return 'lesions';
  return portalVeinThrombus === true || extrahepaticMetastasis === true ? 'spread' : 'symptoms';
}

/** The facts that are not known and could leave fewer stages than there are now. */
function lacksOf(facts: BclcFacts) {
  const { fields } = baselineForm;
  const now = bclcStages(facts).length;
  const narrows = (...known: Partial<BclcFacts>[]) =>
    known.some((fact) => bclcStages({ ...facts, ...fact }).length < now);
  const { ecogPs, childPugh, portalVeinThrombus, extrahepaticMetastasis, isSingle, lesionCount, sizeMm } = facts;
  const open = [
    ecogPs === null && narrows({ ecogPs: 0 }, { ecogPs: 1 }, { ecogPs: 3 }) ? fields.ecogPs : null,
    childPugh.length > 1 && narrows({ childPugh: ['A'] }, { childPugh: ['C'] }) ? fields.childPughClass : null,
    portalVeinThrombus === null && narrows({ portalVeinThrombus: true }, { portalVeinThrombus: false })
      ? fields.portalVeinThrombus
      : null,
    extrahepaticMetastasis === null && narrows({ extrahepaticMetastasis: true }, { extrahepaticMetastasis: false })
      ? fields.extrahepaticMetastasis
      : null,
    (isSingle === null && narrows({ isSingle: true }, { isSingle: false })) ||
    (isSingle === false && lesionCount === null && narrows({ lesionCount: 2 }, { lesionCount: 4 }))
      ? fields.lesionCount
      : null,
    sizeMm === null && narrows({ sizeMm: 20 }, { sizeMm: 30 }, { sizeMm: 31 }) ? fields.tumourSizeMm : null,
  ];
  return open.flatMap((spec) => (spec ? [spec.label] : []));
}

'use client';
import { type ReportingFact } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { showEstimate, showThreshold } from '@/numbers/show.ts';
import { type StudyPage } from '@/session/place-in-study.ts';
import { useExternalName } from '@/evaluation/use-external-name.ts';
import { useStudy } from '@/session/session.tsx';
import { type Evaluated, type EvaluatedSets, type Known, type Source, versionOf } from './query.ts';

/**
 * - `filled`: the portal has what is asked for.
 * - `partly`: it shows the evidence; the authors put it into words.
 * - `gap`: only the authors know.
 */
export type State = 'filled' | 'partly' | 'gap';

export interface Fact {
  readonly state: State;
  /** null where it is a gap. */
  readonly text: string | null;
  /** Where the evidence is. */
  readonly page: StudyPage | null;
}

export const noFact: Fact = { state: 'gap', text: null, page: null };

const setNames = ['training', 'internal', 'external'] as const;

/** What is known of the study and of one source of scores, in words. */
export function useFacts(
  known: Known,
  source: Source | null,
  sets: EvaluatedSets | null,
): (fact: ReportingFact) => Fact {
  const t = useTranslations('reporting.facts');
  const study = useStudy();
  const say = useSay();
  const externalName = useExternalName();
  const inWords = useLabel();
  const version = versionOf(known, source);
  const entire = sets?.entire ?? null;
  const filled = (page: StudyPage, text: string | null): Fact =>
    text === null ? { state: 'gap', text: null, page } : { state: 'filled', text, page };
  const partly = (page: StudyPage, text: string): Fact => ({ state: 'partly', text, page });
  const step = (key: string) => known.patientFlow.common.find((one) => one.key === key)?.n ?? null;
  const metric = (of: Evaluated | null, name: string) => {
    const found = of?.confusion?.metrics.find((one) => one.name === name);
    return found ? showEstimate(found.value, found.lower, found.upper, 3) : null;
  };
  const tests = sets
    ? ([
        ['internal', sets.internal],
        ['external', sets.external],
      ] as const)
    : [];

  const facts: Readonly<Record<ReportingFact, () => Fact>> = {
    setting: () =>
      filled(
        'cohort',
        t('setting', { n: study.patientCount, centres: study.centres.map(({ name }) => name).join('; ') }),
      ),
    period: () => filled('progress', study.cutoffOn ? t('period', { cutoff: study.cutoffOn }) : null),
    eligibility: () => {
      const of = (kind: string) => known.eligibilityRules.criteria.filter((one) => one.kind === kind).length;
      const n = known.eligibilityRules.criteria.length;
      return filled(
        'criteria',
        n === 0 ? null : t('eligibility', { inclusion: of('inclusion'), exclusion: of('exclusion') }),
      );
    },
    flow: () => {
      const [screened, enrolled, counted] = ['screened', 'enrolled', 'counted'].map(step);
      return filled('flow', t('flow', { screened: screened ?? 0, enrolled: enrolled ?? 0, counted: counted ?? 0 }));
    },
    treatments: () => partly('cohort', t('treatments', { arms: study.arms.map(({ label }) => label).join('; ') })),
    outcome: () => filled('tables', t('outcome')),
    blinding: () => partly('readings', t('blinding')),
    modelInput: () =>
      filled('models', version ? t('modelInput', { px: version.patchPx, mpp: version.patchMicronsPerPixel }) : null),
    modelVersion: () =>
      filled(
        'models',
        version ? t('modelVersion', { name: `${version.line} v${version.version}`, hash: version.modelSha256 }) : null,
      ),
    training: () => {
      const on = version?.trainedOn;
      return filled(
        'training',
        on ? t('training', { n: on.n, centres: on.centres.join(', '), snapshot: on.snapshotId }) : null,
      );
    },
    sets: () => {
      if (!sets) return { ...noFact, page: 'slides' };
      const named = setNames.flatMap((name) =>
        sets[name].n > 0 ? [t(`ofSet.${name}`, { n: sets[name].n, name: externalName() })] : [],
      );
      return filled('slides', named.length > 0 ? t('sets', { sets: named.join('; ') }) : null);
    },
    independence: () => {
      const note = sets?.external.setNote;
      return note ? filled('claims', inWords(note)) : partly('claims', t('independence'));
    },
    sampleSize: () => {
      const { targetPatients, plannedEvents, endpoint } = known.studyPlan.settings;
      const has = known.studyPlan.version > 0 && (targetPatients !== null || plannedEvents !== null);
      return filled(
        'progress',
        has ? t('sampleSize', { patients: targetPatients ?? 0, events: plannedEvents ?? 0, endpoint }) : null,
      );
    },
    missing: () => partly('tables', t('missing')),
    baseline: () => partly('tables', t('baseline')),
    methods: () => partly('tables', t('methods')),
    performance: () => {
      const found = tests.flatMap(([name, of]) =>
        of.auc === null
          ? []
          : [
              t('auc', {
                set: t(`set.${name}`, { name: externalName() }),
                auc: showEstimate(of.auc, of.aucLower, of.aucUpper, 3),
                n: of.n,
              }),
            ],
      );
      return filled('models', found.length > 0 ? found.join('; ') : null);
    },
    matrix: () => {
      const cells = entire?.confusion;
      return filled(
        'models',
        cells
          ? t('matrix', {
              ...{ tp: cells.truePositive, fp: cells.falsePositive, fn: cells.falseNegative, tn: cells.trueNegative },
              ...{ sensitivity: metric(entire, 'sensitivity') ?? '', specificity: metric(entire, 'specificity') ?? '' },
            })
          : null,
      );
    },
    threshold: () => {
      const provenance = source?.thresholdProvenanceStatement;
      if (source?.threshold === null || source?.threshold === undefined) return { ...noFact, page: 'models' };
      const at = showThreshold(source.threshold);
      return filled('models', provenance ? t('threshold', { at, why: say(provenance) }) : at);
    },
    classes: () =>
      filled(
        'models',
        entire && entire.n > 0
          ? t('classes', {
              ...{ positive: entire.positiveClass, negative: entire.negativeClass },
              ...{ nPositive: entire.nPositive, nNegative: entire.nNegative },
            })
          : null,
      ),
    subgroups: () => partly('survival', t('subgroups')),
    comparators: () => partly('survival', t('comparators')),
    mainResults: () => partly('survival', t('mainResults')),
    followUp: () => partly('progress', t('followUp')),
    snapshot: () => {
      const [latest] = known.snapshots;
      return latest
        ? filled('snapshots', t('snapshot', { name: latest.name, hash: latest.sha256 }))
        : { ...noFact, page: 'snapshots' };
    },
    scripts: () => partly('tables', t('scripts')),
    limits: () =>
      partly(
        'models',
        [
          study.synthetic || source?.synthetic ? t('synthetic') : null,
          entire && entire.n < 100 ? t('few', { n: entire.n }) : null,
          t('limits'),
        ]
          .filter((line) => line !== null)
          .join(' '),
      ),
    use: () => filled('models', t('use')),
  };
  return (fact) => facts[fact]();
}

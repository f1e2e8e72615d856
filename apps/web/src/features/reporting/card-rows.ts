'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { showEstimate, showThreshold } from '@/numbers/show.ts';
import { type StudyPage } from '@/session/place-in-study.ts';
import { useExternalName } from '@/evaluation/use-external-name.ts';
import { useWeightsName } from '@/evaluation/use-weights-name.ts';
import { useStudy } from '@/session/session.tsx';
import { useCardLimits } from './card-limits.ts';
import { type Evaluated, type EvaluatedSets, type Known, type Source, versionOf } from './query.ts';

export interface CardRow {
  readonly id: string;
  readonly label: string;
  /** null: not reported. */
  readonly value: string | null;
  readonly page: StudyPage | null;
}

export interface CardPart {
  readonly title: string;
  readonly rows: readonly CardRow[];
}

const metrics = ['sensitivity', 'specificity', 'ppv', 'npv', 'accuracy'] as const;

/** A model as a stranger needs it: what it says, for whom, how sure, and what not to use it for. */
export function useCardParts(known: Known, source: Source | null, sets: EvaluatedSets | null): readonly CardPart[] {
  const t = useTranslations('reporting.card');
  const facts = useTranslations('reporting.facts');
  const say = useSay();
  const externalName = useExternalName();
  const weightsName = useWeightsName();
  const inWords = useLabel();
  const limits = useCardLimits();
  const { synthetic } = useStudy();
  const version = versionOf(known, source);
  const weights = source?.weights ?? version?.weights;
  const entire = sets?.entire ?? null;
  const row = (id: string, value: string | null | undefined, page: StudyPage | null = null): CardRow => ({
    ...{ id, label: t(`rows.${id}` as 'rows.name'), value: value ?? null, page },
  });
  const estimate = (of: Evaluated, name: string): string | null => {
    const found = of.confusion?.metrics.find((one) => one.name === name);
    if (!found || found.value === null) return null;
    return `${found.numerator}/${found.denominator} = ${showEstimate(found.value, found.lower, found.upper, 3)}`;
  };
  const head = version?.graphs.find(({ role }) => role === 'head');
  const on = version?.trainedOn;
  const tested = sets
    ? ([
        ['entire', sets.entire],
        ['internal', sets.internal],
        ['external', sets.external],
      ] as const)
    : [];
  return [
    {
      title: t('parts.model'),
      rows: [
        row('name', version ? `${version.line} v${version.version}` : source?.modelName, 'models'),
        row(
          'status',
          version && t('statusOf', { status: version.status.toLowerCase(), origin: version.origin }),
          'models',
        ),
        row('weights', weights === undefined ? null : weightsName(weights), 'models'),
        row('hash', version?.modelSha256, 'models'),
        row('licence', head?.licence),
        row('provenance', head?.provenance),
        row(
          'architecture',
          version && facts('modelInput', { px: version.patchPx, mpp: version.patchMicronsPerPixel }),
          'models',
        ),
      ],
    },
    {
      title: t('parts.use'),
      rows: [
        row('intended', t('intended')),
        row('notFor', t('notFor')),
        row('positive', entire && t('positive', { positive: entire.positiveClass, negative: entire.negativeClass })),
        row('direction', entire && say(entire.directionStatement)),
        row(
          'threshold',
          source && source.threshold !== null
            ? [
                showThreshold(source.threshold),
                source.thresholdProvenanceStatement && say(source.thresholdProvenanceStatement),
              ]
                .filter(Boolean)
                .join(' · ')
            : null,
          'models',
        ),
      ],
    },
    {
      title: t('parts.data'),
      rows: [
        row(
          'trainedOn',
          on && facts('training', { n: on.n, centres: on.centres.join(', '), snapshot: on.snapshotId }),
          'training',
        ),
        row(
          'cases',
          tested.length > 0
            ? tested
                .map(([name, of]) =>
                  t('casesOf', {
                    set: facts(`set.${name}`, { name: externalName() }),
                    n: of.n,
                    positive: of.nPositive,
                    label: of.positiveClass,
                  }),
                )
                .join('; ')
            : null,
          'slides',
        ),
        row('reference', facts('outcome'), 'tables'),
        row('oneScore', entire && say(entire.patientRule), 'models'),
      ],
    },
    ...tested
      .filter(([, of]) => of.n > 0)
      .map(([name, of]): CardPart => ({
        title: t('parts.performance', { set: facts(`set.${name}`, { name: externalName() }), n: of.n }),
        rows: [
          {
            id: `${name} auc`,
            label: 'AUC',
            page: 'models',
            value: of.auc === null ? null : showEstimate(of.auc, of.aucLower, of.aucUpper, 3),
          },
          ...metrics.map((one) => ({
            id: `${name} ${one}`,
            label: t(`metrics.${one}`),
            page: 'models' as const,
            value: estimate(of, one),
          })),
        ],
      })),
    {
      title: t('parts.limits'),
      rows: [
        row('independence', sets?.external.setNote && inWords(sets.external.setNote), 'claims'),
        row('size', entire && entire.n > 0 ? t('size', { n: entire.n, positive: entire.nPositive }) : null, 'models'),
        row('synthetic', synthetic || source?.synthetic ? facts('synthetic') : t('notSynthetic')),
        row(
          'warnings',
          entire && entire.statements.length > 0 ? entire.statements.map(say).join('; ') : t('noWarnings'),
        ),
        row('calibration', entire && limits.calibration(entire), 'models'),
        row('fairness', entire && limits.byGroup(entire), 'models'),
        row('failures', entire && limits.failures(entire), 'models'),
        row('note', version?.note),
      ],
    },
  ];
}

'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { LoveChart, loveHeight } from '@/charts/love-chart.tsx';
import { type SurvivalWeightingFilesQueryVariables } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { useInR } from '@/tables/in-r.ts';
import { type BalanceWords, balanceTable, loveLines, type Weighting } from './to-weighting.ts';
import { useAskedCovariates } from './use-asked-covariates.ts';
import { weightingFilesQuery } from './weighting-query.ts';

/** Up to this difference groups count as alike (Austin 2009); the server's warning has the same limit. */
const balancedBelow = 0.1;

interface BalanceFigureProps {
  readonly weighting: Weighting;
  readonly variables: SurvivalWeightingFilesQueryVariables;
}

/** Standardised differences before and after weighting, with their table and files. */
export function BalanceFigure({ weighting, variables }: BalanceFigureProps) {
  const t = useTranslations('survival.weighting.balance');
  const say = useSay();
  const label = useLabel();
  const study = useStudy();
  const labels = useLabels();
  const inR = useInR(weightingFilesQuery, variables, (data) => data.survivalWeighting.files);
  const selection = useSelectionText();
  const origin = useOrigin();
  const { offered } = useAskedCovariates();
  const { groupBy, reference, comparison, endpoint } = weighting;
  const name = (group: string | null | undefined) => labels.shortValue(groupBy, group ?? null);
  const words: BalanceWords = {
    covariate: (one) => {
      const found = offered.find((covariate) => covariate.name === one);
      // Without the step of a coefficient: what is compared are means.
      return found ? (found.floor === null ? labels.variable(found.variable.name) : label(found.label)) : one;
    },
    level: (covariate, level) => labels.value(covariate, level),
    spoken: (line) => t('spoken', line),
  };
  const lines = loveLines(weighting, words);
  const title = t('title', { comparison: name(comparison), reference: name(reference) });
  const n = weighting.sides.reduce((sum, side) => sum + side.n, 0);
  const caption = [
    t('caption', { comparison: name(comparison), reference: name(reference), n }),
    ...weighting.statements.map(say),
    ...weighting.population.map(say),
  ];
  const fileName = `${study.code}-${endpoint}-balance`;
  return (
    <Figure
      title={title}
      caption={caption}
      captionOnPage={caption.slice(0, 1)}
      provenance={origin(
        t('provenance', { study: study.code, version: weighting.dataVersion, n, recipe: weighting.recipe, selection }),
      )}
      isSynthetic={study.synthetic}
      fileName={fileName}
      table={balanceTable(weighting, words, {
        covariate: t('columns.covariate'),
        level: t('columns.level'),
        crude: t('columns.crude'),
        weighted: t('columns.weighted'),
      })}
      viewKey="balance"
      controls={<ScriptFiles of={title} fileName={fileName} head={[title, ...caption]} rows={lines.length} inR={inR} />}
      heightOf={() => loveHeight(lines.length)}
      draw={(drawing) => (
        <LoveChart
          {...drawing}
          lines={lines}
          balancedBelow={balancedBelow}
          texts={{
            x: t('x'),
            crude: t('before'),
            weighted: t('after'),
            limit: t('limit'),
            summary: t('summary', { title, n: lines.filter(({ kind }) => kind !== 'heading').length }),
          }}
        />
      )}
    />
  );
}

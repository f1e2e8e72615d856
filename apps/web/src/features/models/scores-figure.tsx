'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { MirrorChart } from '@/charts/mirror-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showThreshold } from '@/numbers/show.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { type UseFigureProps } from './view-types.ts';

/** Where the scores of both classes are, with the threshold. */
export function ScoresFigure({ source, set, asked, evaluation, use }: UseFigureProps) {
  const t = useTranslations('models.use.scores');
  const say = useSay();
  const nameOf = useSetName();
  const facts = useFileFacts(source, evaluation.dataVersion);
  const script = useFigureScript(asked, evaluation.threshold, 'SCORES');
  const fileSet = useFileSet();
  const { edges, positive, negative } = use.histogram;
  const { positiveClass, negativeClass, nPositive, nNegative, threshold } = evaluation;
  const above = t('class', { name: positiveClass, n: nPositive });
  const below = t('class', { name: negativeClass, n: nNegative });
  const title = t('title');
  const fileName = `scores-${source.kind}-${fileSet(set)}`;
  const caption = [t('caption', { set: nameOf(set), n: use.n }), `${say(use.patientRule)}.`];
  return (
    <Figure
      title={title}
      caption={caption}
      {...facts}
      fileName={fileName}
      {...script({ title, caption, provenance: facts.provenance, fileName, rows: use.n })}
      table={{
        columns: [
          { file: 'from', header: t('table.from'), decimals: 2 },
          { file: 'to', header: t('table.to'), decimals: 2 },
          { file: 'positive', header: positiveClass },
          { file: 'negative', header: negativeClass },
        ],
        rows: positive.map((n, i) => [edges[i] ?? null, edges[i + 1] ?? null, n, negative[i] ?? 0]),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(360, widthPx * 0.6))}
      draw={(drawing) => (
        <MirrorChart
          {...drawing}
          edges={edges}
          above={positive}
          below={negative}
          aboveLabel={above}
          belowLabel={below}
          xTitle={t('x')}
          yTitle={t('y')}
          mark={
            threshold === null ? null : { x: threshold, label: t('threshold', { threshold: showThreshold(threshold) }) }
          }
          summary={t('summary', { above, below })}
        />
      )}
    />
  );
}

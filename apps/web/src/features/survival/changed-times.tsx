'use client';
import { missingTime } from '@haim/schema';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type RecipeComparisonFilesQueryVariables } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing as missingSign, showNumber } from '@/numbers/show.ts';
import { toMonths } from '@/numbers/to-months.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { useInR } from '@/tables/in-r.ts';
import { TableFrame } from '@/tables/table-frame.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { recipeComparisonFilesQuery } from './recipes-query.ts';
import { changedNumbers, type RecipeComparison, type TimeByRecipe } from './to-recipes.ts';

interface ChangedTimesProps {
  readonly comparison: RecipeComparison;
  readonly variables: RecipeComparisonFilesQueryVariables;
}

/** The patients about whom the two recipes disagree, each with the time and end by either. */
export function ChangedTimes({ comparison, variables }: ChangedTimesProps) {
  const t = useTranslations('survival.recipes');
  const figure = useTranslations('survival.figure');
  const say = useSay();
  const label = useLabel();
  const study = useStudy();
  const labels = useLabels();
  const inR = useInR(recipeComparisonFilesQuery, variables, (data) => data.recipeComparison.files);
  const selection = useSelectionText();
  const { changed, changedTotal, patients, sides, endpoint, groupBy, monthDays, dataVersion } = comparison;
  const [own, other] = sides.map(({ recipe }) => recipe);
  if (changedTotal === 0) {
    return (
      <Panel title={t('changed')}>
        <EmptyState title={t('none')} text={t('noneText', { n: patients })} />
      </Panel>
    );
  }
  const end = ({ days, event, missing }: TimeByRecipe) => {
    if (days === null || days === undefined) {
      const reason = missingTime.codes.find(({ code }) => code === missing)?.label;
      return reason ? label(reason) : missingSign;
    }
    return t(event ? 'event' : 'censored', { months: showNumber(toMonths(days, monthDays), 1), days });
  };
  return (
    <TableFrame
      title={t('changed')}
      fileName={`${study.code}-${endpoint}-recipes-patients`}
      table={{
        columns: [
          { header: t('columns.patient') },
          { header: t('columns.centre') },
          ...(groupBy ? [{ header: labels.variable(groupBy) }] : []),
          { header: own ?? '' },
          { header: other ?? '' },
        ],
        rows: changed.map(({ patientId, code, centre, group, own: one, other: another }) => ({
          id: patientId,
          cells: [
            {
              text: code,
              node: (
                <Anchor component={Link} href={studyPath(study.code, 'patients', patientId)} inherit>
                  {code}
                </Anchor>
              ),
            },
            centre ?? missingSign,
            ...(groupBy ? [labels.shortValue(groupBy, group ?? null)] : []),
            end(one),
            end(another),
          ],
        })),
      }}
      numbers={changedNumbers(comparison)}
      caption={[
        t('changedCaption', { n: changedTotal, of: patients, endpoint: figure(endpoint) }),
        ...(changedTotal > changed.length ? [t('first', { n: changed.length })] : []),
        ...comparison.statements.map(say),
      ]}
      methods={t('methods', { own: own ?? '', other: other ?? '', n: changedTotal, of: patients })}
      provenance={{ study: study.code, dataVersion, selection, recipe: null }}
      isSynthetic={study.synthetic}
      inR={inR}
    />
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ChangedTimes } from './changed-times.tsx';
import { OutcomeFilter } from './outcome-filter.tsx';
import { comparedRecipesQuery, recipeComparisonQuery } from './recipes-query.ts';
import { RecipesFigure } from './recipes-figure.tsx';
import { refusedFilter } from './refused-filter.ts';
import styles from './survival-page.module.css';
import { useGroupBy } from './use-group-by.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** One endpoint by the recipe of the study and by another that it keeps, and the patients about whom they disagree. */
export function RecipesView() {
  const t = useTranslations('survival.recipes');
  const say = useSay();
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state, setState } = useSurvivalState();
  const groupBy = useGroupBy();
  const kept = useQuery(comparedRecipesQuery, { variables: { study: study.code } });
  const recipes = kept.data?.comparedRecipes ?? [];
  const chosen = recipes.find(({ recipeId }) => recipeId === state.recipe) ?? recipes[0];
  const variables = {
    study: study.code,
    endpoint: state.ep,
    recipe: chosen?.recipeId ?? null,
    groupBy,
    cohort: input,
    confidenceType: state.ci,
  };
  const isFrozen = snapshot !== null;
  const { data, previousData, error, refetch } = useQuery(recipeComparisonQuery, {
    variables,
    skip: isFrozen || chosen === undefined,
  });
  if (isFrozen) return <Nothing title={t('snapshot')} text={t('snapshotText')} />;
  const failed = error ?? kept.error;
  const outcome = failed ? refusedFilter(failed) : null;
  if (outcome) return <OutcomeFilter variable={outcome} />;
  if (failed) return <ErrorState code={errorCode(failed)} onRetry={() => void (error ? refetch() : kept.refetch())} />;
  if (kept.data && chosen === undefined) return <Nothing title={t('noRecipe')} text={t('noRecipeText')} />;
  const comparison = (data ?? previousData)?.recipeComparison;
  if (!comparison) return <LoadingState height={640} />;
  const isEmpty = comparison.sides.every(({ curves }) => curves.length === 0);
  const reasons = comparison.sides[0]?.droppedReasons.map(say).join(' ');
  return (
    <div className={styles['stack']}>
      <LeftOut population={comparison.population} />
      {recipes.length > 1 ? (
        <NativeSelect
          size="xs"
          w="fit-content"
          label={t('other')}
          value={String(chosen?.recipeId ?? '')}
          onChange={({ currentTarget }) => setState({ recipe: Number(currentTarget.value) })}
          data={recipes.map(({ recipeId, name }) => ({ value: String(recipeId), label: name }))}
        />
      ) : null}
      {isEmpty ? (
        <Nothing title={t('empty')} text={reasons ?? ''} />
      ) : (
        <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
          <FigureLanguages>
            <RecipesFigure comparison={comparison} />
          </FigureLanguages>
          <ChangedTimes comparison={comparison} variables={variables} />
        </Kept>
      )}
    </div>
  );
}

function Nothing({ title, text }: { readonly title: string; readonly text: string }) {
  const t = useTranslations('survival.recipes');
  return (
    <Panel title={t('titleNone')}>
      <EmptyState title={title} text={text} />
    </Panel>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { Button, NativeSelect } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
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
  const words = useTranslations('survival');
  const say = useSay();
  const study = useStudy();
  const mayManage = useMay('manageStudy');
  const { input, snapshot } = useCohort();
  const { state, setState } = useSurvivalState();
  const groupBy = useGroupBy();
  const kept = useQuery(comparedRecipesQuery, { variables: { study: study.code, snapshot } });
  const recipes = kept.data?.comparedRecipes ?? [];
  const chosen = recipes.find(({ recipeId }) => recipeId === state.recipe) ?? recipes[0];
  const variables = {
    study: study.code,
    endpoint: state.ep,
    recipe: chosen?.recipeId ?? null,
    groupBy,
    cohort: input,
    confidenceType: state.ci,
    snapshot,
  };
  const { data, previousData, error, refetch } = useQuery(recipeComparisonQuery, {
    variables,
    skip: chosen === undefined,
  });
  const failed = error ?? kept.error;
  const outcome = failed ? refusedFilter(failed) : null;
  if (outcome) return <OutcomeFilter variable={outcome} />;
  if (failed) return <ErrorState code={errorCode(failed)} onRetry={() => void (error ? refetch() : kept.refetch())} />;
  if (kept.data && chosen === undefined) {
    return snapshot === null ? (
      <Nothing
        title={t('noRecipe')}
        text={mayManage ? t('noRecipeText') : t('askForRecipe')}
        action={
          mayManage ? (
            <Button component={Link} href={`${studyPath(study.code, 'settings')}#recipes`} size="xs" variant="default">
              {t('settings')}
            </Button>
          ) : null
        }
      />
    ) : (
      <Nothing title={t('snapshot')} text={t('snapshotText')} />
    );
  }
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
        <Nothing title={t('empty')} text={reasons || words('emptyText')} />
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

interface NothingProps {
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

function Nothing({ title, text, action = null }: NothingProps) {
  const t = useTranslations('survival.recipes');
  return (
    <Panel title={t('titleNone')}>
      <EmptyState title={title} text={text}>
        {action}
      </EmptyState>
    </Panel>
  );
}

'use client';
import { useMutation } from '@apollo/client/react';
import { mostComparedRecipes } from '@haim/schema';
import { Alert, Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type StudyRecipes, studySettingsQuery } from './query.ts';
import { RecipeCard } from './recipe-card.tsx';
import { RecipeForm } from './recipe-form.tsx';
import { keepRecipeMutation, leaveRecipeMutation } from './recipes-query.ts';
import styles from './study-settings.module.css';

const whatIsStored = { refetchQueries: [studySettingsQuery], awaitRefetchQueries: true };

/** The recipe by which a study is analysed, those that it keeps beside it, and further ones: each rule in words. */
export function RecipesPanel({ study, recipes }: { readonly study: Study; readonly recipes: StudyRecipes }) {
  const t = useTranslations('studySettings.recipes');
  const [isAdding, setAdding] = useState(false);
  const [added, setAdded] = useState<string | null>(null);
  const [keep, keeping] = useMutation(keepRecipeMutation, whatIsStored);
  const [leave, leaving] = useMutation(leaveRecipeMutation, whatIsStored);
  const { own, kept, others } = recipes;
  const isOpen = study.closedAt === null;
  const isFull = kept.length >= mostComparedRecipes;
  const error = keeping.error ?? leaving.error;
  const isBusy = keeping.loading || leaving.loading;
  const [chosen, setChosen] = useState<string | null>(null);
  const other = others.find(({ id }) => String(id) === chosen) ?? others[0];
  const of = (recipe: number) => ({ variables: { study: study.code, recipe } });
  return (
    <div className={styles['form']} id="recipes">
      <Panel title={t('title')} note={t('note')}>
        <ul className={styles['recipes']}>
          <RecipeCard recipe={own} own={own} study={study} />
          {kept.map((recipe) => (
            <RecipeCard
              key={recipe.id}
              recipe={recipe}
              own={own}
              study={study}
              isBusy={isBusy}
              onLeave={isOpen ? () => void leave(of(recipe.id)).catch(() => null) : null}
            />
          ))}
        </ul>
        {added ? (
          <Alert role="status" color="teal" variant="light" mt="sm">
            {t('added', { name: added })}
          </Alert>
        ) : null}
        {error ? <ErrorState code={errorCode(error)} /> : null}
        {!isOpen ? null : isAdding ? (
          <RecipeForm
            study={study.code}
            recipes={recipes}
            onCancel={() => setAdding(false)}
            onAdded={(name) => {
              setAdding(false);
              setAdded(name);
            }}
          />
        ) : isFull ? (
          <Text size="sm" mt="md">
            {t('most', { n: mostComparedRecipes })}
          </Text>
        ) : (
          <Group gap="md" mt="md" align="flex-end">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => {
                setAdding(true);
                setAdded(null);
              }}
            >
              {t('add')}
            </Button>
            {other ? (
              <Group gap="xs" align="flex-end">
                <NativeSelect
                  label={t('others')}
                  value={String(other.id)}
                  onChange={({ currentTarget }) => setChosen(currentTarget.value)}
                  data={others.map(({ id, name, version }) => ({ value: String(id), label: `${name} ${version}` }))}
                />
                <Button
                  variant="default"
                  loading={keeping.loading}
                  disabled={isBusy}
                  onClick={() => void keep(of(other.id)).catch(() => null)}
                >
                  {t('keep')}
                </Button>
              </Group>
            ) : null}
          </Group>
        )}
      </Panel>
    </div>
  );
}

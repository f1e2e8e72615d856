'use client';
import { useMutation } from '@apollo/client/react';
import { checkRecipe, recipeChoices, type RecipeRule, recipeRuleNames, type RecipeRules } from '@haim/schema';
import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Recipe, type StudyRecipes, studySettingsQuery } from './query.ts';
import { addRecipeMutation } from './recipes-query.ts';
import styles from './study-settings.module.css';
import { refusedIssues } from './use-draft-issues.ts';

interface RecipeFormProps {
  readonly study: string;
  readonly recipes: StudyRecipes;
  readonly onCancel: () => void;
  /** By name and version. */
  readonly onAdded: (name: string) => void;
}

/** Of which messages the values of a rule are: what a death or a treatment does has the same words everywhere. */
const valuesOf = {
  timeZero: 'timeZero',
  survivorsUntil: 'survivorsUntil',
  pfsDeath: 'death',
  pfsTreatment: 'treatment',
  ttrProgression: 'ttrProgression',
  dorDeath: 'death',
  dorTreatment: 'treatment',
  ttntDeath: 'ttntDeath',
} as const satisfies Readonly<Record<RecipeRule, string>>;

/** A further recipe, which begins with the rules of the study's own. */
export function RecipeForm({ study, recipes, onCancel, onAdded }: RecipeFormProps) {
  const t = useTranslations('studySettings.recipes');
  const settings = useTranslations('studySettings');
  const label = useLabel();
  const { own, kept } = recipes;
  const [name, setName] = useState('');
  const [rules, setRules] = useState<RecipeRules>(() => rulesOf(own));
  const [isAsked, setAsked] = useState(false);
  const [add, { loading, error }] = useMutation(addRecipeMutation, {
    refetchQueries: [studySettingsQuery],
    awaitRefetchQueries: true,
  });
  const taken = [own, ...kept].map((one) => ({ name: `${one.name} ${one.version}`, rules: rulesOf(one) }));
  const issues = checkRecipe(name.trim(), rules, taken);
  const shown = [...(isAsked ? issues : []), ...refusedIssues(error)];
  const faultOf = (field: string) => {
    const found = shown.find((one) => one.field === field);
    return found ? settings('expected', { expected: label(found.expected) }) : null;
  };
  const ofRules = faultOf('rules');

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    if (issues.length > 0 || loading) return;
    const saved = await add({ variables: { study, name: name.trim(), rules } }).catch(() => null);
    const known = new Set(kept.map(({ id }) => id));
    const one = saved?.data?.addRecipe.kept.find(({ id }) => !known.has(id));
    if (one) onAdded(`${one.name} ${one.version}`);
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={styles['recipe']}>
      <LeaveGuard isDirty={name !== ''} />
      <Title order={3} size="h4">
        {t('addTitle')}
      </Title>
      <Text size="sm" mb="sm">
        {t('addText')}
      </Text>
      <TextInput
        label={t('name')}
        description={t('nameHelp')}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={faultOf('name')}
        autoComplete="off"
        maw="30rem"
        required
      />
      <div className={styles['choices']}>
        {recipeRuleNames.map((rule) => (
          <Radio.Group
            key={rule}
            label={t(`rule.${rule}`)}
            value={rules[rule]}
            onChange={(value) => setRules((before) => ({ ...before, [rule]: value }))}
            error={faultOf(rule)}
          >
            <Stack gap={6} mt={6}>
              {recipeChoices[rule].map((value) => (
                <Radio
                  key={value}
                  value={value}
                  size="sm"
                  label={t(`value.${valuesOf[rule]}.${value}.label` as Parameters<typeof t>[0])}
                  description={t(`value.${valuesOf[rule]}.${value}.help` as Parameters<typeof t>[0])}
                />
              ))}
            </Stack>
          </Radio.Group>
        ))}
      </div>
      {ofRules ? (
        <Text size="sm" c="red" role="alert" mt="sm">
          {ofRules}
        </Text>
      ) : null}
      {error && refusedIssues(error).length === 0 ? <ErrorState code={errorCode(error)} /> : null}
      <Group justify="flex-end" gap="sm" mt="md">
        <Button variant="default" disabled={loading} onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={loading}>
          {t('save')}
        </Button>
      </Group>
    </form>
  );
}

/** As the contract has them: what the API answers is text. */
function rulesOf({ rules }: Recipe): RecipeRules {
  const { __typename: _, ...values } = rules as typeof rules & { __typename?: string };
  return values as RecipeRules;
}

'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  checkCriteria,
  type Criterion,
  type EligibilityRules,
  type Issue,
  populations,
  subjectVariables,
} from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { LeaveGuard } from '@/forms/leave-guard.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type EligibilityRulesQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { criterionOf, type CriterionDraft, draftOf, noCondition } from './criteria-draft.ts';
import { CriteriaList } from './criteria-list.tsx';
import { eligibilityRulesQuery, saveEligibilityRulesMutation } from './query.ts';
import styles from './criteria.module.css';

type Rules = EligibilityRulesQuery['eligibilityRules'];

const toDraft = ({ code, kind, labelEn, labelZh, filter }: Rules['criteria'][number]): CriterionDraft =>
  draftOf({
    code,
    kind: kind as Criterion['kind'],
    label: { en: labelEn, zh: labelZh },
    filter: filter as Criterion['filter'],
  });

let added = 0;
const emptyDraft = (): CriterionDraft => {
  const key = `new ${(added += 1)}`;
  return { key, code: '', kind: 'inclusion', en: '', zh: '', condition: noCondition() };
};

/** The criteria as they may be changed, checked while they are. */
export function RulesForm({ rules, onReload }: { rules: Rules; onReload: () => void }) {
  const t = useTranslations('eligibility.criteria');
  const instant = useInstant();
  const study = useStudy();
  const own = variablesOfStudy(study);
  const variables = [...subjectVariables, ...own].filter(({ name }) => !['eligibility', 'excludedBy'].includes(name));
  const [population, setPopulation] = useState(rules.population);
  const [drafts, setDrafts] = useState<readonly CriterionDraft[]>(() => rules.criteria.map(toDraft));
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [save, { loading }] = useMutation(saveEligibilityRulesMutation, {
    refetchQueries: [eligibilityRulesQuery],
    awaitRefetchQueries: true,
  });
  const next: EligibilityRules = {
    population: populations.find((one) => one === population) ?? 'eligible',
    criteria: drafts.map((draft) => criterionOf(draft, variables)),
  };
  const stored = { population: rules.population, criteria: rules.criteria.map((one) => criterionOf(toDraft(one), variables)) }; // prettier-ignore
  const isDirty = JSON.stringify(next) !== JSON.stringify(stored);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const faults = checkCriteria(next, own);
    setIssues(faults);
    if (faults.length > 0 || loading) return;
    setFailure(null);
    const criteria = next.criteria.map(({ label, ...rest }) => ({ ...rest, labelEn: label.en, labelZh: label.zh }));
    const given = { population: next.population, criteria };
    await save({ variables: { study: study.code, version: rules.version, rules: given } }).catch((cause: unknown) => {
      const refusal = refusalOf(cause);
      if (refusal.kind === 'issues') setIssues(refusal.issues);
      else setFailure(errorCode(cause));
    });
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <LeaveGuard isDirty={isDirty} />
      <Stack gap="md">
        <Panel title={t('population')} note={t('populationNote')}>
          <Radio.Group value={population} onChange={setPopulation} aria-label={t('population')}>
            <Stack gap="xs">
              <Radio value="eligible" label={t('eligible')} description={t('eligibleHelp')} />
              <Radio value="all" label={t('all')} />
            </Stack>
          </Radio.Group>
        </Panel>
        <Panel title={t('list')} note={t('listNote')}>
          {drafts.length === 0 ? (
            <EmptyState title={t('none')} text={t('noneText')}>
              <Button variant="default" onClick={() => setDrafts(rules.published.map(toDraft))}>
                {t('usePublished')}
              </Button>
            </EmptyState>
          ) : (
            <CriteriaList drafts={drafts} variables={variables} own={own} issues={issues} onChange={setDrafts} />
          )}
          <Group mt="sm" gap="sm" align="flex-start">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setDrafts([...drafts, emptyDraft()])}
            >
              {t('add')}
            </Button>
            <Text size="xs" c="var(--text-quiet)" maw="40rem">
              {t('questions')}
            </Text>
          </Group>
        </Panel>
        {failure ? (
          <Alert role="alert" color="red" variant="light">
            {failure === 'CONFLICT' ? t('conflict', { name: rules.updatedBy ?? t('somebody') }) : t('failed')}{' '}
            {failure === 'CONFLICT' ? (
              <Button size="xs" variant="default" onClick={onReload}>
                {t('reload')}
              </Button>
            ) : (
              <ErrorState code={failure} />
            )}
          </Alert>
        ) : null}
        <div className={styles['bar']}>
          <Text size="xs" c="var(--text-quiet)" mr="auto">
            {rules.updatedAt
              ? t('version', { version: rules.version, name: rules.updatedBy ?? '', at: instant(rules.updatedAt) })
              : t('unstated')}
          </Text>
          {issues.length > 0 ? (
            <Text size="sm" c="red" role="status">
              {t('faults', { n: issues.length })}
            </Text>
          ) : null}
          <Button
            variant="default"
            disabled={!isDirty || loading}
            onClick={() => {
              setIssues([]);
              setPopulation(rules.population);
              setDrafts(rules.criteria.map(toDraft));
            }}
          >
            {t('discard')}
          </Button>
          <Button type="submit" loading={loading} disabled={!isDirty}>
            {t('save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

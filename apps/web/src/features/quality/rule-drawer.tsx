'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Drawer, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CohortFilter, type Issue, ownRuleLimits, subjectVariables } from '@haim/schema';
import { type ConditionGroup, draftOf, emptyLine, filterOf, groupOf } from '@/conditions/condition-draft.ts';
import { ConditionsEditor } from '@/conditions/condition-group.tsx';
import { ConditionWords } from '@/conditions/condition-words.tsx';
import { useConditionErrors } from '@/conditions/use-condition-errors.ts';
import { refusalOf } from '@/forms/answers.ts';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type QualityRule, saveRuleMutation } from './query.ts';
import { useQualityFilter } from './use-quality-filter.ts';

interface RuleDrawerProps {
  /** Null adds one. */
  readonly rule: QualityRule | null;
  readonly study: Study;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** A rule of the study: two names, and the conditions that a patient has to meet to be found. */
export function RuleDrawer({ rule, study, onSaved, onClose }: RuleDrawerProps) {
  useFocusReturn();
  const t = useTranslations('quality.rule');
  const label = useLabel();
  const errorsOf = useConditionErrors();
  const { change } = useQualityFilter();
  const [nameEn, setNameEn] = useState(rule?.nameEn ?? '');
  const [nameZh, setNameZh] = useState(rule?.nameZh ?? '');
  const [draft, setDraft] = useState<ConditionGroup | null>(() =>
    rule ? draftOf(rule.condition as CohortFilter) : groupOf([emptyLine()]),
  );
  const [text, setText] = useState(() => JSON.stringify(rule?.condition, null, 2));
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  const [save, { loading }] = useMutation(saveRuleMutation);
  const variables = [...subjectVariables, ...variablesOfStudy(study)];

  async function submit(event: FormEvent) {
    event.preventDefault();
    const condition = draft ? filterOf(draft, variables) : parsed(text);
    const input = { nameEn, nameZh, condition };
    try {
      const { data } = await save({
        variables: { study: study.code, key: rule?.key ?? null, version: rule?.version ?? null, input },
      });
      if (data) change({ rule: data.saveQualityRule.key });
      onSaved();
      onClose();
    } catch (error) {
      const refusal = refusalOf(error);
      setIssues(refusal.kind === 'issues' ? refusal.issues : []);
      setFailed(refusal.kind === 'issues' ? null : refusal.kind === 'failed' ? refusal.code : 'CONFLICT');
    }
  }

  const at = (field: string) => {
    const issue = issues.find((one) => one.field === field);
    return issue ? t('expected', { expected: label(issue.expected) }) : null;
  };
  const ofCondition = draft ? [] : issues.filter(({ field }) => field.startsWith('condition'));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(42rem, 100vw)"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t(rule ? 'titleChange' : 'titleAdd')}</Text>}
    >
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text size="sm" c="var(--text-quiet)">
            {t('lead')}
          </Text>
          <TextInput
            label={t('nameEn')}
            value={nameEn}
            maxLength={ownRuleLimits.name}
            error={at('nameEn')}
            data-autofocus
            onChange={({ currentTarget }) => setNameEn(currentTarget.value)}
          />
          <TextInput
            label={t('nameZh')}
            value={nameZh}
            maxLength={ownRuleLimits.name}
            error={at('nameZh')}
            onChange={({ currentTarget }) => setNameZh(currentTarget.value)}
          />
          {draft ? (
            <>
              <ConditionsEditor
                draft={draft}
                variables={variables}
                errors={errorsOf(draft, 'condition', issues)}
                onChange={setDraft}
              />
              <ConditionWords draft={draft} variables={variables} />
            </>
          ) : (
            <Textarea
              label={t('asText')}
              value={text}
              autosize
              minRows={6}
              ff="monospace"
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
          )}
          {ofCondition.length > 0 ? (
            <Alert color="red" variant="light" role="alert">
              {ofCondition.map(({ field, expected }) => (
                <Text key={field} size="sm">
                  {field}: {t('expected', { expected: label(expected) })}
                </Text>
              ))}
            </Alert>
          ) : null}
          {failed ? <ErrorState code={failed} /> : null}
          <Group>
            <Button type="submit" loading={loading}>
              {t(rule ? 'saveChange' : 'save')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

/** A text that is not JSON is sent as it is: the check says what is expected. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

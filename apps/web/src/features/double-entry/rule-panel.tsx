'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, Checkbox, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { formsForTwoEntries } from '@haim/schema';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type DoubleEntryRuleQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { formsOf, readableFormOf } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { agreementQuery, ruleQuery, setRuleMutation, tasksQuery } from './query.ts';

type Rule = DoubleEntryRuleQuery['doubleEntryRule'];

/** Which forms are entered twice, and of whom; how many records wait for it. */
export function RulePanel() {
  const t = useTranslations('doubleEntry.rule');
  const label = useLabel();
  const { list } = useFormatter();
  const study = useStudy();
  const mayManage = useMay('manageStudy') && study.closedAt === null;
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useQuery(ruleQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const tasks = useQuery(tasksQuery, {
    variables: { study: study.code },
    skip: study.closedAt !== null,
    fetchPolicy: 'cache-and-network',
  });
  const rule = data?.doubleEntryRule;
  const waiting = tasks.data?.secondEntryTasks.filter(({ enteredAt }) => enteredAt === null).length;
  const names = (rule?.forms ?? []).map((name) => label(readableFormOf(study, name)?.label ?? { en: name, zh: name }));
  return (
    <Panel
      title={t('title')}
      note={t('note')}
      actions={
        rule && mayManage ? (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            {t('change')}
          </Button>
        ) : null
      }
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height={60} lines={2} />}
      {rule && names.length === 0 ? <Text size="sm">{t(mayManage ? 'noneYet' : 'none')}</Text> : null}
      {rule && names.length > 0 ? (
        <Stack gap={4}>
          <Text size="sm">{t('is', { forms: list(names), share: rule.sharePercent })}</Text>
          {waiting === undefined ? null : <Text size="sm">{t('waiting', { n: waiting })}</Text>}
          {rule.sharePercent < 100 ? (
            <Text size="xs" c="var(--text-quiet)">
              {t('draw', { study: study.code })}
            </Text>
          ) : null}
        </Stack>
      ) : null}
      {isOpen && rule ? <RuleDialog rule={rule} onClose={() => setOpen(false)} /> : null}
    </Panel>
  ); // prettier-ignore
}

function RuleDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useTranslations('doubleEntry.rule');
  const label = useLabel();
  useFocusReturn();
  const study = useStudy();
  const [forms, setForms] = useState<readonly string[]>(rule.forms);
  const [share, setShare] = useState<number | string>(rule.sharePercent);
  const [save, saving] = useMutation(setRuleMutation, {
    refetchQueries: [ruleQuery, tasksQuery, agreementQuery],
    awaitRefetchQueries: true,
  });
  const isWhole = typeof share === 'number' && Number.isInteger(share) && share >= 1 && share <= 100;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isWhole) return;
    const variables = { study: study.code, version: rule.version, forms: [...forms], sharePercent: share };
    void save({ variables }).then(onClose, () => undefined);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{t('title')}</Text>}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Checkbox.Group label={t('forms')} description={t('formsAbout')} value={[...forms]} onChange={setForms}>
            <Stack gap={6} mt="xs">
              {formsOf(study)
                .filter(({ name }) => formsForTwoEntries.some((one) => one === name))
                .map((form) => (
                  <Checkbox key={form.name} value={form.name} label={label(form.label)} />
                ))}
            </Stack>
          </Checkbox.Group>
          <NumberInput
            label={t('share')}
            description={t('shareAbout')}
            value={share}
            min={1}
            max={100}
            allowDecimal={false}
            suffix=" %"
            error={isWhole ? null : t('shareWrong')}
            onChange={setShare}
          />
          {saving.error ? (
            errorCode(saving.error) === 'CONFLICT' ? (
              <Alert role="alert" color="red" variant="light">
                {t('changedMeanwhile')}
              </Alert>
            ) : (
              <ErrorState code={errorCode(saving.error)} />
            )
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" loading={saving.loading} disabled={!isWhole}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

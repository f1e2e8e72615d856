'use client';
import { type Period, readDate } from '@haim/schema';
import { Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { choiceOf, setPeriod, toggleValue } from './cohort-filter.ts';
import { useCohort } from './use-cohort.ts';
import { useDraft } from './use-draft.ts';
import { useLabels } from './use-labels.ts';

/** The earliest and the latest day, both included, typed as in a form. They take effect on blur or Enter. */
export function PeriodInputs({ variable }: { variable: string }) {
  const t = useTranslations('cohort');
  const labels = useLabels();
  const { cohort, setCohort } = useCohort();
  const { period, isMissing } = choiceOf(cohort, variable);
  const missing = t(period ? 'orMissing' : 'onlyMissing');
  return (
    <>
      <PeriodDraft
        variable={variable}
        period={period ?? [null, null]}
        onSet={(next) => setCohort(setPeriod(cohort, variable, next))}
      />
      <Checkbox
        size="xs"
        mt={6}
        label={missing}
        aria-label={`${labels.variable(variable)}: ${missing}`}
        checked={isMissing}
        onChange={() => setCohort(toggleValue(cohort, variable, null))}
      />
    </>
  );
}

interface PeriodDraftProps {
  readonly variable: string;
  readonly period: Period;
  readonly onSet: (period: Period) => void;
}

function PeriodDraft({ variable, period, onSet }: PeriodDraftProps) {
  const t = useTranslations('cohort');
  const labels = useLabels();
  const shown: readonly [string, string] = [period[0] ?? '', period[1] ?? ''];
  const { draft: texts, change, choose } = useDraft(shown.join(), shown);
  const days = texts.map((text) => (text.trim() === '' ? null : readDate(text)));
  const [earliest = null, latest = null] = days;
  const isUnread = texts.map((text, i) => text.trim() !== '' && days[i] === null);
  const isBackwards = earliest !== null && latest !== null && earliest > latest;
  const fault = isUnread.includes(true) ? t('notADate') : isBackwards ? t('backwards') : null;
  function commit() {
    const next: Period = [earliest, latest];
    if (fault !== null || next.join() === period.join()) return;
    choose(next.join());
    onSet(next);
  }
  const input = (end: 0 | 1) => (
    <TextInput
      size="xs"
      w={104}
      value={texts[end]}
      placeholder="2024-02-29"
      aria-label={t(end === 0 ? 'from' : 'to', { variable: labels.variable(variable) })}
      error={isUnread[end] || (end === 1 && isBackwards)}
      onChange={({ currentTarget: { value } }) => change(end === 0 ? [value, texts[1]] : [texts[0], value])}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit();
      }}
    />
  );
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        {input(0)}
        <Text size="sm">–</Text>
        {input(1)}
      </Group>
      {fault === null ? null : (
        <Text size="xs" c="red" role="alert">
          {fault}
        </Text>
      )}
    </>
  );
}

'use client';
import { type Between } from '@haim/schema';
import { Checkbox, Group, NumberInput, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { showBriefly } from '@/numbers/show.ts';
import { choiceOf, setRange, toggleValue } from './cohort-filter.ts';
import { useCohort } from './use-cohort.ts';
import { useDraft } from './use-draft.ts';
import { useLabels } from './use-labels.ts';

interface RangeInputsProps {
  variable: string;
  unit: string | null;
  /** Of the selection, to show the available range. */
  minimum: number | null;
  maximum: number | null;
}

/** From and to, both included. They take effect on blur or Enter: a half-typed number is not a choice. */
export function RangeInputs({ variable, unit, minimum, maximum }: RangeInputsProps) {
  const { cohort, setCohort } = useCohort();
  const t = useTranslations('cohort');
  const labels = useLabels();
  const { range: chosen, isMissing } = choiceOf(cohort, variable);
  const range = chosen ?? ([null, null] as const);
  return (
    <>
      <RangeDraft
        variable={variable}
        unit={unit}
        minimum={minimum}
        maximum={maximum}
        range={range}
        onSet={(next) => setCohort(setRange(cohort, variable, next))}
      />
      <Checkbox
        size="xs"
        mt={6}
        label={t(chosen ? 'orMissing' : 'onlyMissing')}
        aria-label={`${labels.variable(variable)}: ${t(chosen ? 'orMissing' : 'onlyMissing')}`}
        checked={isMissing}
        onChange={() => setCohort(toggleValue(cohort, variable, null))}
      />
    </>
  );
}

function RangeDraft(props: RangeInputsProps & { range: Between; onSet: (range: Between) => void }) {
  const { variable, unit, minimum, maximum, range, onSet } = props;
  const t = useTranslations('cohort');
  const labels = useLabels();
  const { draft, change, choose } = useDraft<Between>(range.join(), range);
  const [lowest, highest] = draft;
  const isBackwards = lowest !== null && highest !== null && lowest > highest;
  function commit() {
    if (isBackwards || draft.join() === range.join()) return;
    choose(draft.join());
    onSet(draft);
  }
  const input = (end: 'from' | 'to', value: number | null, placeholder: number | null) => (
    <NumberInput
      size="xs"
      w={84}
      hideControls
      value={value ?? ''}
      placeholder={placeholder === null ? '' : showBriefly(placeholder)}
      aria-label={t(end, { variable: labels.variable(variable) })}
      error={end === 'to' && isBackwards}
      onChange={(next) => {
        const number = typeof next === 'number' ? next : null;
        change(end === 'from' ? [number, highest] : [lowest, number]);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit();
      }}
    />
  );
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        {input('from', lowest, minimum)}
        <Text size="sm">–</Text>
        {input('to', highest, maximum)}
        {unit ? (
          <Text size="sm" c="var(--text-quiet)">
            {labels.unit(unit)}
          </Text>
        ) : null}
      </Group>
      {isBackwards ? (
        <Text size="xs" c="red" role="alert">
          {t('backwards')}
        </Text>
      ) : null}
    </>
  );
}

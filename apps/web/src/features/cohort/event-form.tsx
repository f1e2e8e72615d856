'use client';
import { allOf, type OrganClass, organClasses, searchCtcae } from '@haim/schema';
import { Autocomplete, Button, Group, NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { useCtcaeTerms } from '@/session/use-ctcae-terms.ts';
import { eventCondition, type EventDraft, type EventKind, eventKinds } from './event-criterion.ts';

const first: EventDraft = {
  kind: 'adverseEvent',
  minimumGrade: 3,
  of: 'any',
  term: '',
  organClass: 'hepatobiliary',
  months: 6,
  cycles: 1,
  comparison: 'atLeast',
};

interface Part {
  readonly draft: EventDraft;
  readonly change: (part: Partial<EventDraft>) => void;
}

/** The condition that is being put together; it joins the selection once it is complete and applied. */
export function EventForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations('cohort.events');
  const { monthDays } = useStudy();
  const { cohort, setCohort } = useCohort();
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<EventDraft>) => setDraft({ ...draft, ...part });
  const condition = eventCondition(draft, monthDays);
  const kind = useRef<HTMLInputElement>(null);
  // The keyboard is in the form also where the form came after its frame.
  useEffect(() => kind.current?.focus(), []);

  function add() {
    if (condition === null) return;
    setCohort(allOf([cohort, condition]));
    onClose();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Stack gap="sm">
        <Select
          ref={kind}
          size="xs"
          label={t('kind')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={eventKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          value={draft.kind}
          onChange={(kind) => (kind ? change({ kind: kind as EventKind }) : undefined)}
        />
        {draft.kind === 'adverseEvent' ? <AdverseEventInputs {...{ draft, change }} /> : null}
        {draft.kind === 'progression' ? (
          <NumberInput
            size="xs"
            label={t('months')}
            min={0}
            max={240}
            value={draft.months ?? ''}
            onChange={(months) => change({ months: numberOf(months) })}
          />
        ) : null}
        {draft.kind === 'cycles' ? <CycleInputs {...{ draft, change }} /> : null}
        <Text size="xs" c="var(--text-quiet)">
          {t('note')}
        </Text>
        <Group gap="xs">
          <Button type="submit" size="xs" disabled={condition === null}>
            {t('apply')}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const mostTerms = 12;

function AdverseEventInputs({ draft, change }: Part) {
  const t = useTranslations('cohort.events');
  const label = useLabel();
  const { minimumGrade, of, term, organClass } = draft;
  useCtcaeTerms();
  return (
    <>
      <div>
        <Text size="xs" fw={500} mb={4} id="event-grade">
          {t('grade')}
        </Text>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="event-grade"
          value={String(minimumGrade)}
          onChange={(grade) => change({ minimumGrade: Number(grade) })}
          data={['1', '2', '3', '4', '5'].map((grade) => ({ value: grade, label: grade === '5' ? '5' : `≥ ${grade}` }))}
        />
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('of')}
        value={of}
        onChange={(next) => change({ of: next as EventDraft['of'] })}
        data={(['any', 'term', 'class'] as const).map((value) => ({ value, label: t(`ofs.${value}`) }))}
      />
      {of === 'term' ? (
        <Autocomplete
          size="xs"
          label={t('term')}
          comboboxProps={{ withinPortal: false }}
          value={term}
          onChange={(next) => change({ term: next })}
          filter={({ options }) => options}
          data={[...new Set(searchCtcae(term, mostTerms).map(({ name }) => label(name)))]}
        />
      ) : null}
      {of === 'class' ? (
        <Select
          size="xs"
          label={t('class')}
          searchable
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={Object.entries(organClasses).map(([value, name]) => ({ value, label: label(name) }))}
          value={organClass}
          onChange={(next) => (next ? change({ organClass: next as OrganClass }) : undefined)}
        />
      ) : null}
    </>
  );
}

function CycleInputs({ draft, change }: Part) {
  const t = useTranslations('cohort.events');
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <SegmentedControl
        size="xs"
        aria-label={t('cycles')}
        value={draft.comparison}
        onChange={(next) => change({ comparison: next as EventDraft['comparison'] })}
        data={(['atLeast', 'atMost'] as const).map((value) => ({ value, label: t(value) }))}
      />
      <NumberInput
        size="xs"
        w={96}
        label={t('cycles')}
        min={0}
        max={100}
        allowDecimal={false}
        value={draft.cycles ?? ''}
        onChange={(cycles) => change({ cycles: numberOf(cycles) })}
      />
    </Group>
  );
}

function numberOf(given: number | string): number | null {
  return typeof given === 'number' ? given : null;
}

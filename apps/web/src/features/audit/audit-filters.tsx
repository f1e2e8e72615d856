'use client';
import { Button, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auditKindLabels, auditKinds, changeKinds, type FieldSpec, forms, readDate } from '@haim/schema';
import { DayInput, dayOf } from '@/forms/day-input.tsx';
import { enterMeans } from '@/forms/enter-key.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { portalTables, studyTables } from '@/forms/audit-tables.ts';
import { useTableName } from '@/forms/use-table-name.ts';
import { type AuditState, kindGroups } from './use-audit-filter.ts';

interface AuditFiltersProps {
  state: AuditState;
  people: readonly { readonly id: string; readonly name: string }[];
  /** Null for what belongs to no study, and so has neither patient nor centre. */
  study: Study | null;
  /** Whether events, and changes of the study itself, are open to the viewer. */
  withEvents: boolean;
  onChange: (next: Partial<Omit<AuditState, 'after'>>) => void;
  /** Null where nothing is filtered. */
  onClear: (() => void) | null;
}

export function AuditFilters({ state, people, study, withEvents, onChange, onClear }: AuditFiltersProps) {
  const t = useTranslations('audit.filters');
  const label = useLabel();
  const tableName = useTableName();
  const kinds = withEvents ? auditKinds : changeKinds;
  const groups = withEvents ? kindGroups : (['all'] as const);
  const tables = (study ? [...forms.map(({ name }) => name), ...studyTables] : portalTables).map((name) => ({
    value: name,
    label: tableName(name),
  }));
  const fields: Readonly<Record<string, FieldSpec>> = readableFormOf(study, state.form)?.fields ?? {};
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 3, lg: 5 }} spacing="sm">
        <Select
          label={t('kind')}
          value={state.kind}
          allowDeselect={false}
          data={[
            ...groups.map((group) => ({ value: group, label: group === 'all' ? t('all') : t('changed') })),
            ...kinds.map((kind) => ({ value: kind, label: label(auditKindLabels[kind]) })),
          ]}
          onChange={(kind) => onChange({ kind: (kind ?? 'all') as AuditState['kind'] })}
        />
        {people.length > 0 ? (
          <Select
            label={t('who')}
            placeholder={t('any')}
            value={state.who || null}
            clearable
            searchable
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(who) => onChange({ who: who ?? '' })}
          />
        ) : null}
        {study ? (
          <TypedFilter
            key={`p${state.patient}`}
            label={t('patient')}
            value={state.patient}
            onChange={(patient) => onChange({ patient })}
          />
        ) : null}
        <Select
          label={t('form')}
          placeholder={t('any')}
          value={state.form || null}
          clearable
          searchable
          data={tables}
          onChange={(form) => onChange({ form: form ?? '', field: '' })}
        />
        {study ? (
          <Select
            label={t('field')}
            placeholder={t('any')}
            value={state.field || null}
            clearable
            searchable
            disabled={Object.keys(fields).length === 0}
            data={Object.entries(fields).map(([name, spec]) => ({ value: name, label: label(spec.label) }))}
            onChange={(field) => onChange({ field: field ?? '' })}
          />
        ) : null}
        {study ? (
          <Select
            label={t('centre')}
            placeholder={t('any')}
            value={state.centre || null}
            clearable
            data={study.centres.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(centre) => onChange({ centre: centre ?? '' })}
          />
        ) : null}
        <DayFilter
          key={`from ${state.from}`}
          label={t('from')}
          value={state.from}
          onChange={(from) => onChange({ from })}
        />
        <DayFilter key={`to ${state.to}`} label={t('to')} value={state.to} onChange={(to) => onChange({ to })} />
        <TypedFilter
          key={`r${state.reason}`}
          label={t('reason')}
          value={state.reason}
          onChange={(reason) => onChange({ reason })}
        />
      </SimpleGrid>
      {onClear ? (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={onClear}>
          {t('clear')}
        </Button>
      ) : null}
    </>
  );
}

/** A day that filters once its field is left, or by Enter; what is not a day filters nothing and is said to be none. */
function DayFilter({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  const t = useTranslations('audit.filters');
  const [typed, setTyped] = useState(value);
  const [isNone, setNone] = useState(false);
  function filterBy(day: string) {
    const isDay = day === '' || readDate(day) !== null;
    setNone(!isDay);
    if (isDay && day !== value) onChange(day);
  }
  return (
    <DayInput
      label={label}
      placeholder="2024-02-29"
      value={typed}
      error={isNone ? t('notADay') : null}
      onChange={setTyped}
      onLeave={filterBy}
      onKeyDown={(event) => {
        if (enterMeans(event)) filterBy(dayOf(typed));
      }}
    />
  );
}

/** A text that filters once its writer pauses, or leaves the field. */
function TypedFilter({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback(onChange, { delay: 600, flushOnUnmount: false });
  return (
    <TextInput
      label={label}
      value={typed}
      maxLength={200}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        send(currentTarget.value.trim());
      }}
      // What is pressed next, such as the file, is of what is typed.
      onBlur={() => send.flush()}
    />
  );
}

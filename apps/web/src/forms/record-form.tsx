'use client';
import { type KeyboardEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import {
  appliesTo,
  appliesWhen,
  type FieldSpec,
  type Form,
  fieldsOf,
  isError,
  type Issue,
  reasonKey,
  reasonOf,
  type Row,
  valuesOf,
} from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Refusal } from './answers.ts';
import { type Draft, draftOf, meanTheSame, rowOf, tidyDraft } from './draft.ts';
import { enterMeans, focusField, focusNextField } from './enter-key.ts';
import { FieldRow } from './field-row.tsx';
import { type MissingValue } from './missing-menu.tsx';
import { DoubtReasons } from './doubt-reasons.tsx';
import { type Doubts } from './field-message.tsx';
import {
  checkDraft,
  doubtKey,
  type DoubtReason,
  isDue,
  keptDoubts,
  openDoubts,
  reasonsGiven,
  type Refused,
  refusedStill,
} from './issues-shown.ts';
import { LeaveGuard } from './leave-guard.tsx';
import styles from './record-form.module.css';
import { resolverOf } from './resolver.ts';
import { SaveBar } from './save-bar.tsx';
import { type StudyChoices } from './show-value.ts';
import { useTypedSteps } from './use-typed-steps.ts';

export interface RecordFormProps {
  readonly form: Form;
  /** The values as they were read; null for a new record. */
  readonly saved: Row | null;
  readonly choices: StudyChoices;
  /** What a new record is proposed to say; entries like any other, not saved yet. */
  readonly suggested?: Row;
  /** What was typed before a reload and not saved: entries like any other. */
  readonly kept?: Draft | null;
  /** What is typed and not saved, a moment after each key; null once there is nothing of it. */
  readonly onTyped?: (fields: Draft | null) => void;
  /** A correction requires a reason. */
  readonly needsReason: boolean;
  readonly saveLabel: string;
  readonly onDirty?: (isDirty: boolean) => void;
  /** Null if it was saved. */
  readonly onSave: (row: Row, reason: string | null, doubts: readonly DoubtReason[]) => Promise<Refusal | null>;
  /** Whether why a doubtful value is right is kept beside it. */
  readonly keepsDoubts?: boolean;
  readonly onCancel?: () => void;
  /** To the next form, by Ctrl+Shift+Enter: once it is saved, or where there is nothing to save. */
  readonly onGoOn?: (() => void) | undefined;
  /** Beside the buttons. */
  readonly tools?: ReactNode;
  /** Below the fields: what follows from the record as it is typed. */
  readonly derived?: ((row: Row) => ReactNode) | undefined;
}

/** Typing never waits: what is typed is kept this long after the last key. */
const keptAfterMs = 400;

/** A form rendered entirely from its declaration. */
export function RecordForm({
  form,
  saved,
  choices,
  needsReason,
  saveLabel,
  onDirty,
  onSave,
  onCancel,
  onGoOn,
  tools = null,
  derived,
  suggested,
  keepsDoubts = false,
  kept: keptEntries,
  onTyped,
}: RecordFormProps) {
  const { control, formState, handleSubmit, reset, setValue } = useForm<Draft>({
    defaultValues: draftOf(form, saved),
    values: draftOf(form, saved),
    resolver: resolverOf(form, choices),
    mode: 'onChange',
    shouldFocusError: false,
  });
  useEffect(() => {
    for (const [field, value] of Object.entries(suggested ?? {})) {
      setValue(field, typeof value === 'boolean' ? value : String(value), { shouldDirty: true });
    }
  }, [suggested, setValue]);
  useEffect(() => {
    for (const [field, value] of Object.entries(keptEntries ?? {})) {
      if (Object.hasOwn(form.fields, field)) setValue(field, value, { shouldDirty: true, shouldTouch: true });
    }
  }, [form, keptEntries, setValue]);
  const { defaultValues, dirtyFields, touchedFields, isSubmitting } = formState;
  const label = useLabel();
  const t = useTranslations('forms');
  const reasonsOf = useContext(DoubtReasons);
  const [asked, setAsked] = useState(false);
  const [ticked, setTicked] = useState<ReadonlyMap<string, string>>(new Map());
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [failure, setFailure] = useState<Refusal | null>(null);
  const [reason, setReason] = useState('');
  const element = useRef<HTMLFormElement>(null);
  const goesOn = useRef(false);

  const draft = useWatch({ control }) as Draft;
  // Compared by meaning, not by spelling: digits on their way to a date are not a change of that date.
  const isDirty = !meanTheSame(form, draft, defaultValues as Draft);
  const saidTyped = useRef(false);
  useEffect(() => {
    if (!onTyped || (!isDirty && !saidTyped.current)) return undefined;
    saidTyped.current = isDirty;
    if (!isDirty) return onTyped(null);
    const timer = setTimeout(() => onTyped(changedFields(draft, defaultValues as Draft)), keptAfterMs);
    return () => clearTimeout(timer);
  }, [draft, defaultValues, isDirty, onTyped]);
  const takeBack = useTypedSteps({
    draft,
    isDirty,
    setFields(values) {
      const change = { shouldDirty: true, shouldTouch: true, shouldValidate: true };
      for (const [field, value] of Object.entries(values)) setValue(field, value, change);
    },
  });

  const row = rowOf(form, draft);
  const issues = [...checkDraft(form, draft, choices), ...refusedStill(refused, draft)];
  const kept = keptDoubts(form, saved, choices);
  const doubts = openDoubts(issues, row, ticked, kept);
  const faults = issues.filter(isError);
  const given = keepsDoubts ? reasonsGiven(issues, row, ticked, t('confirmed')) : [];
  const hasChanged = isDirty || given.length > 0;
  useEffect(() => onDirty?.(hasChanged), [hasChanged, onDirty]);
  // Of a record that stays as it is, the reasons for its values say it all.
  const why = isDirty
    ? reason.trim()
    : given
        .map((one) => one.reason)
        .join('; ')
        .slice(0, 500);
  const lacksReason = needsReason && why === '';

  function shownAt(field: string): Issue[] {
    const attention = { left: Boolean(touchedFields[field]), typed: Boolean(dirtyFields[field]), asked };
    return issues.filter((issue) => {
      if (issue.field !== field) return false;
      const key = doubtKey(issue, row);
      // Stored before, and nobody has said why: asked, and no obstacle.
      if (kept.has(key)) return keepsDoubts && (ticked.has(key) || !reasonsOf?.(field));
      return isDue(issue, attention) && (isError(issue) || doubts.includes(issue) || ticked.has(key));
    });
  }

  const confirming: Doubts = {
    reasonOf: (issue) => ticked.get(doubtKey(issue, row)) ?? null,
    onConfirm(issue, words) {
      const next = new Map(ticked);
      if (words === null) next.delete(doubtKey(issue, row));
      else next.set(doubtKey(issue, row), words);
      setTicked(next);
    },
    keepsWords: keepsDoubts,
  };

  /** A value that is there all the same stays in sight. */
  const isUnasked = (field: string, spec: FieldSpec) => !appliesTo(spec, row) && (row[field] ?? null) === null;

  /** A reason takes the place of the value, and a value that of the reason. */
  function missingOf(field: string, spec: FieldSpec): MissingValue | null {
    const key = reasonKey(field);
    if (!Object.hasOwn(form.fields, key)) return null;
    const change = { shouldDirty: true, shouldTouch: true, shouldValidate: true };
    return {
      reason: reasonOf(draft, field),
      onReason(reason) {
        setValue(key, reason ?? '', change);
        if (reason !== null) setValue(field, spec.kind === 'boolean' ? null : '', change);
      },
    };
  }

  function focusFirst(fields: ReadonlySet<string>) {
    const rows = [...(element.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const first = rows.find((candidate) => fields.has(candidate.dataset['field'] ?? ''));
    if (first) focusField(first);
  }

  async function save() {
    const goOn = () => (goesOn.current ? onGoOn?.() : undefined);
    if (!hasChanged) return goOn();
    setAsked(true);
    setFailure(null);
    const tidied = tidyDraft(form, draft);
    // The field with the cursor has not been left yet; it is normalised as if it had been.
    for (const [field] of fieldsOf(form)) if (tidied[field] !== draft[field]) setValue(field, tidied[field] ?? null);
    const stops = [...faults, ...doubts].map(({ field }) => field);
    if (stops.length > 0) return focusFirst(new Set(stops));
    if (lacksReason) return focusFirst(new Set(['reason']));
    const refusal = await onSave(row, needsReason ? why : null, given);
    if (!refusal) {
      setAsked(false);
      setReason('');
      setTicked(new Map());
      setRefused([]);
      // What was saved comes back as `saved`; until then the present entries already count as saved.
      reset(tidied, { keepTouched: false });
      goOn();
    } else if (refusal.kind === 'issues') {
      setRefused(refusal.issues.map((issue) => ({ issue, typed: tidied[issue.field] ?? null })));
      focusFirst(new Set(refusal.issues.map(({ field }) => field)));
    } else if (refusal.kind === 'failed') {
      setFailure(refusal);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (takeBack(event)) return;
    const meaning = enterMeans(event);
    if (!meaning || !(event.target instanceof Element)) return;
    // Enter on a button presses it.
    if (meaning === 'next' && event.target.closest('button')) return;
    event.preventDefault();
    if (meaning === 'next') return void focusNextField(event.currentTarget, event.target);
    goesOn.current = meaning === 'saveAndGoOn';
    event.currentTarget.requestSubmit();
  }

  // What is no longer asked is shown where it has a value.
  const shownFields = valuesOf(form).filter(([field, spec]) => !spec.retired || (row[field] ?? null) !== null);
  const strangers = refusedStill(refused, draft).filter(({ field }) => !Object.hasOwn(form.fields, field));
  return (
    <form
      ref={element}
      className={styles['form']}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void handleSubmit(save, save)();
      }}
    >
      <LeaveGuard isDirty={hasChanged} onLeave={() => onTyped?.(null)} />
      <div className={styles['fields']}>
        {shownFields.map(([field, spec], place) => (
          <FieldRow
            key={field}
            field={field}
            spec={spec}
            control={control}
            choices={choices}
            isFirst={place === 0}
            row={row}
            issues={shownAt(field)}
            doubts={confirming}
            missing={missingOf(field, spec)}
            unasked={isUnasked(field, spec) ? label(appliesWhen(form, spec)) : null}
          />
        ))}
      </div>
      {derived?.(row)}
      <SaveBar
        label={saveLabel}
        isDirty={hasChanged}
        isSaving={isSubmitting}
        errors={asked ? faults.length : 0}
        doubts={asked ? doubts.length : 0}
        failure={failure?.kind === 'failed' ? failure.code : null}
        strangers={strangers}
        tools={tools}
        goesOn={onGoOn !== undefined}
        reason={needsReason && isDirty ? { value: reason, missing: asked && lacksReason, onChange: setReason } : null}
        onSignedIn={() => element.current?.requestSubmit()}
        onUndo={() => {
          reset();
          setTicked(new Map());
          setAsked(false);
          setRefused([]);
          setFailure(null);
        }}
        {...(onCancel ? { onCancel } : {})}
      />
    </form>
  );
}

function changedFields(draft: Draft, saved: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([field, value]) => value !== saved[field]));
}

'use client';
import { ActionIcon, Checkbox, NativeSelect, NumberInput, VisuallyHidden } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent } from 'react';
import { type Issue, lesionOrgan, nonTargetStates, type NonTargetState, type ReadLesion } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { missing, withMinus } from '@/numbers/show.ts';
import { DerivedRows } from './derived-rows.tsx';
import { type Derived } from './query.ts';
import { changed, type Draft, withoutLesion } from './sheet-draft.ts';
import styles from './sheet.module.css';

interface SheetProps {
  readonly days: readonly number[];
  readonly draft: Draft;
  readonly derived: Derived | null;
  readonly caption: string;
  readonly issues?: readonly Issue[];
  /** Null where it is only shown. */
  readonly onChange: ((draft: Draft) => void) | null;
}

/** Enter goes on to the next cell, as in a form; the arrows up and down to the same day of another lesion. */
function moveBetweenCells(event: KeyboardEvent<HTMLTableElement>) {
  const step = { Enter: 1, ArrowDown: 0, ArrowUp: 0 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLInputElement) || event.target.type === 'checkbox') return;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-cell]')];
  const here = event.target.closest<HTMLElement>('[data-cell]');
  if (!here) return;
  const column = cells.filter(({ dataset }) => dataset['cell'] === here.dataset['cell']);
  const next =
    step === 1
      ? cells[cells.indexOf(here) + 1]
      : column[column.indexOf(here) + (event.key === 'ArrowDown' ? 1 : -1)];
  event.preventDefault();
  next?.querySelector<HTMLElement>('input, select')?.focus();
} // prettier-ignore

/** Lesions by days: viable diameters of targets, states of other lesions, and below them what follows. */
export function Sheet({ days, draft, derived, caption, issues = [], onChange }: SheetProps) {
  const t = useTranslations('readings.sheet');
  const label = useLabel();
  const faultOf = (place: string) => {
    const found = issues.find(({ field }) => field === place);
    return found ? label(found.expected) : undefined;
  };
  const write = (lesion: ReadLesion, change: Partial<ReadLesion>) => onChange?.(changed(draft, lesion.id, change));
  return (
    <div className={styles['frame']} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles['sheet']} onKeyDown={moveBetweenCells}>
        <thead>
          <tr>
            <th scope="col">{t('lesion')}</th>
            <th scope="col">{t('organ')}</th>
            {days.map((day, i) => (
              <th key={day} scope="col" className={styles['number']}>
                {t(i === 0 ? 'baseline' : 'day', { day: withMinus(String(day)) })}
              </th>
            ))}
            <th scope="col">
              <VisuallyHidden>{t('actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {draft.lesions.map((lesion, row) => (
            <tr key={lesion.id}>
              <th scope="row">{lesion.id}</th>
              <td>
                {onChange ? (
                  <NativeSelect
                    className={styles['organ'] ?? ''}
                    size="xs"
                    aria-label={t('organOf', { lesion: lesion.id })}
                    value={lesion.organ}
                    error={faultOf(`lesions.${row}.role`) ?? faultOf(`lesions.${row}.organ`)}
                    onChange={(event) => write(lesion, { organ: event.currentTarget.value })}
                    data={lesionOrgan.codes.map(({ code, label: words }) => ({ value: code, label: label(words) }))}
                  />
                ) : (
                  label(lesionOrgan.codes.find(({ code }) => code === lesion.organ)?.label ?? { en: '', zh: '' })
                )}
                {lesion.organ === 'effusion' ? (
                  <Checkbox
                    size="xs"
                    mt={4}
                    label={t('proven')}
                    aria-label={t('provenOf', { lesion: lesion.id })}
                    checked={lesion.proven ?? false}
                    disabled={onChange === null}
                    onChange={(event) => write(lesion, { proven: event.currentTarget.checked })}
                  />
                ) : null}
              </td>
              {days.map((day, i) => (
                <td key={day} data-cell={i} className={styles['number']}>
                  <Cell
                    lesion={lesion}
                    at={i}
                    name={t('cell', { lesion: lesion.id, day: withMinus(String(day)) })}
                    fault={faultOf(`lesions.${row}.${lesion.role === 'non-target' ? 'states' : 'diametersMm'}.${i}`)}
                    onChange={onChange ? (change) => write(lesion, change) : null}
                  />
                </td>
              ))}
              <td>
                {onChange ? (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('remove', { lesion: lesion.id })}
                    onClick={() => onChange(withoutLesion(draft, lesion.id))}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                ) : null}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('new')}</th>
            <td />
            {days.map((day, i) => (
              <td key={day} className={styles['number']}>
                {i === 0 ? (
                  missing
                ) : (
                  <Checkbox
                    size="xs"
                    display="inline-block"
                    aria-label={t('newOn', { day: withMinus(String(day)) })}
                    checked={draft.newLesion[i] ?? false}
                    disabled={onChange === null}
                    onChange={(event) =>
                      onChange?.({ ...draft, newLesion: draft.newLesion.with(i, event.currentTarget.checked) })
                    }
                  />
                )}
              </td>
            ))}
            <td />
          </tr>
          <DerivedRows derived={derived} days={days} />
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly lesion: ReadLesion;
  readonly at: number;
  readonly name: string;
  readonly fault: string | undefined;
  readonly onChange: ((change: Partial<ReadLesion>) => void) | null;
}

function Cell({ lesion, at, name, fault, onChange }: CellProps) {
  const t = useTranslations('readings.sheet');
  const { role, diametersMm, states } = lesion;
  if (role !== 'non-target') {
    const mm = diametersMm[at] ?? null;
    const none = role === 'target' ? t('notEvaluated') : t('notSeen');
    // Nothing is new at the baseline.
    if (role === 'atypical' && at === 0) return missing;
    if (!onChange) return mm ?? none;
    return (
      <NumberInput
        className={styles['cell'] ?? ''}
        size="xs"
        hideControls
        aria-label={name}
        placeholder={none}
        value={mm ?? ''}
        min={0}
        max={500}
        decimalScale={1}
        allowNegative={false}
        error={fault}
        onChange={(value) => onChange({ diametersMm: diametersMm.with(at, typeof value === 'number' ? value : null) })}
      />
    );
  }
  const state = states[at] ?? 'not-evaluated';
  if (!onChange) return t(`states.${state}`);
  return (
    <NativeSelect
      className={styles['state'] ?? ''}
      size="xs"
      aria-label={name}
      value={state}
      error={fault}
      onChange={(event) => onChange({ states: states.with(at, event.currentTarget.value as NonTargetState) })}
      data={nonTargetStates
        .filter((one) => at > 0 || one !== 'progressed')
        .map((one) => ({ value: one, label: t(`states.${one}`) }))}
    />
  );
}

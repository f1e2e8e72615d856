'use client';
import { VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { eligibilityForm, recordState, treatmentForm } from '@haim/schema';
import { useUnsavedForms } from '@/forms/outbox/use-unsaved-forms.ts';
import { nothingRecorded, RecordMark, useFullnessText } from '@/forms/record-mark.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { formsOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import styles from './patient-grid.module.css';
import { eligibilityOf, EligibilitySign, useEligibilityWord } from './eligibility-sign.tsx';
import { LackingNote, lackingCell } from './lacking-note.tsx';
import { type PatientRow, type RecordCounts } from './record-counts.ts';

interface PatientGridProps {
  readonly study: Study;
  readonly patients: readonly PatientRow[];
  readonly counts: RecordCounts;
  readonly showCentre: boolean;
}

/** Patient × form. A cell leads to the form; the arrow keys go from cell to cell. */
export function PatientGrid({ study, patients, counts, showCentre }: PatientGridProps) {
  const t = useTranslations('entry');
  const label = useLabel();
  const forms = formsOf(study);
  const fullnessText = useFullnessText();
  const isUnsaved = useUnsavedForms();
  const eligibilityWord = useEligibilityWord();
  const frame = useRef<HTMLDivElement>(null);
  const base = studyPath(study.code, 'patients');
  const armLabel = (arm: string | null) => study.arms.find(({ code }) => code === arm)?.code ?? missing;
  return (
    <div ref={frame} className={styles['frame']}>
      <LackingNote frame={frame} forms={forms} />
      <table className={styles['grid']} onKeyDown={moveByArrow}>
        <VisuallyHidden component="caption">{t('gridCaption')}</VisuallyHidden>
        <thead>
          <tr>
            <th scope="col">{t('code')}</th>
            {showCentre ? <th scope="col">{t('centre')}</th> : null}
            <th scope="col">{label(treatmentForm.fields.arm.label)}</th>
            {forms.map((form) => (
              <th key={form.name} scope="col" className={styles['form']}>
                {label(form.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {patients.map(({ id, code, centre, arm, values }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`${base}/${id}`} data-cell className={styles['code']}>
                  {code}
                </Link>
              </th>
              {showCentre ? <td>{centre}</td> : null}
              <td>{armLabel(arm)}</td>
              {forms.map((form) => {
                const fullness = {
                  ...(counts.get(id)?.get(form.name) ?? nothingRecorded),
                  isDraft: isUnsaved(id, form.name),
                };
                const isLacking = recordState(fullness) === 'incomplete';
                const judged = form.name === eligibilityForm.name ? eligibilityOf({ values }) : null;
                const spoken = judged ? [eligibilityWord(judged), fullnessText(fullness)] : [fullnessText(fullness)];
                return (
                  <td key={form.name} className={styles['form']}>
                    <Link
                      href={`${base}/${id}?form=${form.name}`}
                      prefetch={false}
                      data-cell
                      className={styles['cell']}
                      data-recorded={fullness.n > 0 || undefined}
                      {...(isLacking ? lackingCell(id, form.name) : {})}
                      aria-label={`${code}, ${label(form.label)}: ${spoken.join('; ')}`}
                      title={judged && !isLacking ? spoken.join('; ') : undefined}
                    >
                      {judged ? (
                        <EligibilitySign state={judged} fullness={fullness} />
                      ) : (
                        <RecordMark form={form} fullness={fullness} hasTitle={!isLacking} />
                      )}
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const moves: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function moveByArrow(event: KeyboardEvent<HTMLTableElement>) {
  const move = moves[event.key];
  if (!move || !(event.target instanceof Element)) return;
  const cells = [...event.currentTarget.querySelectorAll('tbody tr')].map((line) => [
    ...line.querySelectorAll<HTMLElement>('[data-cell]'),
  ]);
  const down = cells.findIndex((line) => line.some((cell) => cell.contains(event.target as Element)));
  const right = cells[down]?.findIndex((cell) => cell.contains(event.target as Element)) ?? -1;
  const target = cells[down + move[0]]?.[right + move[1]];
  if (!target) return;
  event.preventDefault();
  target.focus();
}

'use client';
import { type EligibilityState, eligibilityState, recordState } from '@haim/schema';
import { eligibilityLooks } from '@/forms/eligibility-looks.ts';
import { type Fullness, StateSign } from '@/forms/record-mark.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import styles from './patient-grid.module.css';
import { type PatientRow } from './record-counts.ts';

/** What the criteria of the study make of a patient, or somebody decided; null where the study states none. */
export function eligibilityOf({ values }: Pick<PatientRow, 'values'>): EligibilityState | null {
  const { eligibility } = (values ?? {}) as { readonly eligibility?: unknown };
  return eligibilityState.codes.find(({ code }) => code === eligibility)?.code ?? null;
}

/** The state in the word of the contract. */
export function useEligibilityWord(): (state: EligibilityState) => string {
  const label = useLabel();
  return (state) => label(eligibilityState.codes.find(({ code }) => code === state)?.label ?? { en: state, zh: state });
}

/** Marks that say more of a record than how far it is filled: beside the state they are still of use. */
const beyondFilling = ['draft', 'queried', 'verified', 'frozen', 'locked', 'signed'];

/** The cell of the form Eligibility: the answer that the study draws from it, by shape, word and colour. */
export function EligibilitySign({ state, fullness }: { state: EligibilityState; fullness: Fullness }) {
  const word = useEligibilityWord()(state);
  const { Icon } = eligibilityLooks[state];
  const ofRecord = recordState(fullness);
  return (
    <span className={styles['eligibility']} data-state={state}>
      <Icon size={14} stroke={2.5} aria-hidden />
      {word}
      {beyondFilling.includes(ofRecord) ? <StateSign state={ofRecord} share={0} /> : null}
    </span>
  );
}

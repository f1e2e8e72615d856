/** How long a patient was observed, in whole days since time zero. */
export interface ObservedPatient {
  readonly lastContact: number | null;
  readonly died: number | null;
}

export interface FollowUpCompleteness {
  /** Patients with a time zero before the cut-off. */
  readonly n: number;
  readonly died: number;
  /** Alive, with a contact on the cut-off or later. */
  readonly reached: number;
  /** Alive when last seen, before the cut-off. */
  readonly short: number;
  readonly observedDays: number;
  readonly potentialDays: number;
  /** Observed as a share of potential time, 0 to 1; null without patients. */
  readonly c: number | null;
}

/**
 * Completeness of follow-up: observed person-time as a share of what could have been observed, each patient's to the
 * cut-off, or to death where that came first.
 *
 * Clark TG, Altman DG, De Stavola BL. Quantification of the completeness of follow-up. Lancet 2002;359:1309-10.
 *
 * @param cutoffOf - the day of the cut-off since the patient's time zero.
 */
export function completenessOfFollowUp<P extends ObservedPatient>(
  patients: readonly P[],
  cutoffOf: (patient: P) => number,
): FollowUpCompleteness {
  const totals = { n: 0, died: 0, reached: 0, short: 0, observedDays: 0, potentialDays: 0 };
  for (const patient of patients) {
    const cutoff = cutoffOf(patient);
    if (cutoff < 0) continue;
    const { died } = patient;
    const hasDied = died !== null && died <= cutoff;
    const observed = hasDied ? died : Math.min(Math.max(patient.lastContact ?? 0, died ?? 0, 0), cutoff);
    totals.n += 1;
    totals.observedDays += observed;
    totals.potentialDays += hasDied ? died : cutoff;
    totals[hasDied ? 'died' : observed >= cutoff ? 'reached' : 'short'] += 1;
  }
  const { observedDays, potentialDays } = totals;
  return { ...totals, c: totals.n === 0 ? null : potentialDays === 0 ? 1 : observedDays / potentialDays };
}

/** One subject's follow-up: the one input of every time-to-event method. */
export interface SurvivalTime {
  /** Days from the endpoint's time zero, at least 0. */
  readonly days: number;
  /** True if the event was observed, false if censored. ADaM `CNSR` and R `status` are converted at the border. */
  readonly event: boolean;
}

/**
 * The same follow-up counted per distinct day, as the database groups it: three columns of equal length.
 * The cost of a method depends on the number of days, not of subjects.
 */
export interface DayCounts {
  /** Distinct days, any order. */
  readonly days: ArrayLike<number>;
  readonly events: ArrayLike<number>;
  readonly censored: ArrayLike<number>;
}

/** What time-to-event methods accept. */
export type SurvivalInput = readonly SurvivalTime[] | DayCounts;

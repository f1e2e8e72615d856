/** When the rows of start-stop input come under observation, in the design's row numbers. */
export interface LateEntry {
  /** [n] which distinct time a row's interval opens at. */
  readonly opens: Uint32Array;
  /** [n] rows by stratum, then by opening time; a stratum's rows fill the same places as in the design. */
  readonly order: Uint32Array;
  /** [strata] first row of each stratum. */
  readonly first: Uint32Array;
}

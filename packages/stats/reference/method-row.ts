/** One line of the README's table: what the method is, where it comes from, and what it was compared with. */
export interface MethodRow {
  readonly method: string;
  /** Names exported by the package. */
  readonly functions: readonly string[];
  readonly source: string;
  readonly inR: string;
  /** The largest relative difference that the tests allow. */
  readonly tolerance: string;
  /**
   * Calls of `goldens` that it answers: their name, the keys of the result that belong to it, an argument they have.
   */
  readonly calls?: { readonly fn: string; readonly keys?: readonly string[]; readonly having?: string };
  /** The script that made its own reference file. */
  readonly reference?: string;
}

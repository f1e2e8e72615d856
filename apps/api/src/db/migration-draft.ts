export interface MigrationDraft {
  /** SQL that would bring the tables to the forms; empty where they fit. */
  readonly statements: string[];
  /** Statements of the draft that would lose or misplace what is stored. */
  readonly dangers: string[];
}

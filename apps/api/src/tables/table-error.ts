import { type Label } from '@haim/schema';
import { PortalError } from '../context/portal-error.ts';

/** A file that cannot be read as a table: where, and what is expected. It names places, never the content of a cell. */
export class TableError extends PortalError {
  constructor(
    readonly label: Label,
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super('BAD_USER_INPUT', label.en, { ...extensions, label });
  }
}

import { type ErrorCode, type Issue, type Right, rights, roles, rolesWith } from '@haim/schema';
import { GraphQLError } from 'graphql';

/** An error meant for the client: its text is shown, its code is one of the contract's. */
export class PortalError extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, { extensions: { ...extensions, code } });
  }
}

/** Whoever asked has gone: nobody reads this, and what was begun for them ends with it. */
export function abandoned(): PortalError {
  return new PortalError('UNAVAILABLE', 'nobody waits for this answer any more');
}

/** The same answer for an absent record and a record of a foreign centre. */
export function notFound(what: string): PortalError {
  return new PortalError('NOT_FOUND', `${what} not found`);
}

/** Names the right that is missing and the roles that have it; `extensions.right` lets a page say so in its language. */
export function withoutRight(right: Right): PortalError {
  const holders = rolesWith(right).map((role) => roles[role].label.en.toLowerCase());
  return new PortalError(
    'FORBIDDEN',
    `your role here does not include: ${rights[right].label.en.toLowerCase()}. These roles do: ${holders.join(', ')}`,
    { right },
  );
}

export function secondFactorFirst(): PortalError {
  return new PortalError('FORBIDDEN', 'your role needs a second factor: set it up at /account first', {
    secondFactor: 'DUE',
  });
}

/** A closed study is read and exported; `extensions.study` names it. */
export function studyClosed(code: string): PortalError {
  return new PortalError(
    'STUDY_CLOSED',
    `study ${code} is closed: it is read and exported, and nothing is added or changed`,
    {
      study: code,
      http: { status: 409 },
    },
  );
}

/** The study answers nobody about centres that they may not read. */
export function notShared(): PortalError {
  return new PortalError(
    'FORBIDDEN',
    'this study gives no numbers of all centres to members of one: whoever manages it may change that in its settings',
    { disclosure: 'OFF' },
  );
}

/** One answer whatever the reason, because the reason itself would tell of patients. */
export function withheld(): PortalError {
  return new PortalError(
    'WITHHELD',
    'not answered: these are too few patients or centres, or nearly the patients of a selection that was answered before',
  );
}

export function badInput(message: string, issues: readonly Issue[] = []): PortalError {
  return new PortalError('BAD_USER_INPUT', message, { issues });
}

/** A text that PostgreSQL can neither hold nor look for. */
export function unstorableTextError(): PortalError {
  return badInput('a text contains the character U+0000, which cannot be stored or looked for: remove it');
}

/** The database is temporarily unavailable: nothing was done, and the same request may succeed in a few seconds. */
export function databaseAwayError(): PortalError {
  return new PortalError('UNAVAILABLE', 'the database does not answer at the moment: try again in a few seconds', {
    http: { status: 503 },
  });
}

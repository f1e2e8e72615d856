import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { type PortalContext } from '../context/portal-context.ts';
import { abandoned, PortalError } from '../context/portal-error.ts';
import { Turns } from '../turns.ts';

export interface TurnsLimits {
  /** Operations of one account that are answered at once. */
  readonly atOnce: number;
  /** Operations of one account that wait for those. */
  readonly waiting: number;
}

/**
 * Fewer at once than a process has connections to read with, so that whoever asks next to a script with hundreds of
 * analyses still finds one; a page asks some twenty questions when it opens.
 */
const usual: TurnsLimits = { atOnce: 8, waiting: 500 };

const never = new AbortController().signal;

/**
 * Answers the operations of one account in turns, in each process of the API. One that waits when its client goes is not
 * carried out; past the line they are refused with TOO_MANY_REQUESTS.
 */
export function turnsOfAccounts(limits = usual): ApolloServerPlugin<PortalContext> {
  const accounts = new Map<string, Turns>();
  return {
    requestDidStart: async () => {
      let end: (() => void) | undefined;
      return {
        async didResolveOperation({ contextValue: { asker, gone = never } }) {
          const { userId } = asker;
          const turns = accounts.get(userId) ?? new Turns(limits.atOnce);
          if (turns.waiting >= limits.waiting) throw tooMany(limits);
          accounts.set(userId, turns);
          const ended = await turns.begin(gone).catch(() => {
            throw abandoned();
          });
          end = () => {
            ended();
            if (turns.isIdle) accounts.delete(userId);
          };
        },
        // Of every answer, also of one that is a refusal.
        async willSendResponse() {
          end?.();
          end = undefined;
        },
      };
    },
  };
}

function tooMany({ atOnce, waiting }: TurnsLimits): PortalError {
  return new PortalError(
    'TOO_MANY_REQUESTS',
    `${atOnce} requests of yours are being answered and ${waiting} wait: send the next ones when answers have come`,
    { http: { status: 429, headers: new HeaderMap([['retry-after', '1']]) } },
  );
}

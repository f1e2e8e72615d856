import { type ApolloServerPlugin } from '@apollo/server';
import { type TokenScope } from '@haim/schema';
import { type FieldNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { type AskerOf, type AskingRequest, type AskingToken } from '../context/asker.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { PortalError } from '../context/portal-error.ts';

/*
 * What a program may ask with an access token. Rights decide as for its holder (`limitedTo`); this is the door before
 * them, so that what needs no right, or one of the portal, is closed as well.
 */

/** Mutations that start or cancel work of models; every other one writes. */
export const runningMutations: ReadonlySet<string> = new Set([
  'runInference',
  'cancelInference',
  'runBatch',
  'cancelBatch',
  'explainRun',
  'cancelPatchSensitivity',
  'startTraining',
  'cancelTraining',
]);

/** Of a person's own account, and of other people: no program's, whatever its token says. */
export const ofPeopleAlone: ReadonlySet<string> = new Set([
  'mySessions',
  'endMySession',
  'endMyOtherSessions',
  'mySecondFactor',
  'myAccessTokens',
  'makeAccessToken',
  'endAccessToken',
  'people',
  'operation',
  'createStudy',
  'inviteMember',
  'revokeInvitation',
  'changeMembership',
  'endMembership',
  'endSessionsOf',
  'offerPasswordReset',
]);

/** @throws FORBIDDEN for an operation that the asker's token is not for. */
export const scopesOfTokens: ApolloServerPlugin<PortalContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ contextValue, document, schema }) {
      const { token } = contextValue.asker;
      if (!token) return;
      const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType()]);
      const info = new TypeInfo(schema);
      // By the type that a field is of: a fragment, of whatever kind, hides none.
      const Field = (field: FieldNode): void => {
        const parent = info.getParentType();
        if (!roots.has(parent)) return;
        const name = field.name.value;
        if (ofPeopleAlone.has(name)) throw forPeopleAlone();
        if (parent === schema.getMutationType() && name !== '__typename') {
          needScope(token, runningMutations.has(name) ? 'run' : 'write');
        }
      };
      visit(document, visitWithTypeInfo(info, { Field }));
    },
  }),
};

/** Routes under these paths take a person; the other ones take `read`, and where they change something `write`. */
const personalRoutes = /^\/api\/(?:invitations|signatures|password-resets|model-uploads)(?:\/|$)/;
/** These answer a question in a body that is too long for an address. */
const readingRoutes = /^\/api\/studies\/[^/]+\/(?:report|exports)$/;

/** Reads who asks a route. @throws FORBIDDEN where a token is not for it. */
export function onRoutes(askerOf: AskerOf): AskerOf {
  return async (req) => {
    const asker = await askerOf(req);
    if (!asker?.token) return asker;
    const { method = 'GET' } = req;
    const path = pathOf(req);
    if (personalRoutes.test(path)) throw forPeopleAlone();
    if (!['GET', 'HEAD'].includes(method) && !readingRoutes.test(path)) needScope(asker.token, 'write');
    return asker;
  };
}

/** Within a router, Express leaves only the rest in `url`. */
function pathOf({ url = '', originalUrl = url }: AskingRequest & { readonly originalUrl?: string }): string {
  return originalUrl.split('?')[0] ?? '';
}

function needScope({ scopes }: AskingToken, scope: TokenScope): void {
  if (scopes.includes(scope)) return;
  throw new PortalError(
    'FORBIDDEN',
    `this token has the scopes ${scopes.join(', ')}: what is asked needs ${scope}; make another on the account page`,
  );
}

function forPeopleAlone(): PortalError {
  return new PortalError('FORBIDDEN', 'this is open to people who have signed in, not to programs with a token');
}

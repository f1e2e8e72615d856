import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import { type IncomingMessage } from 'node:http';
import { type Express } from 'express';
import { SlideDecoders } from '@haim/ml';
import { type AskedOperation } from '@haim/schema';
import { createHandler } from 'graphql-sse/lib/use/express';
import { askerReader, contextFactory, questionsEndWithAsker } from './create-context.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { probeOf } from '../db/connections.ts';
import { openDataSource, poolOf } from '../db/data-source.ts';
import { breakFromGoneServer } from '../db/gone-server.ts';
import { ReplicaReads } from '../db/replica-reads.ts';
import { StudyDb } from '../db/study-db.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { formatError } from '../graphql/format-error.ts';
import { MOST_TOKENS, operationLimits } from '../graphql/operation-limits.ts';
import { refuseLongOperations, validateSubscription } from '../graphql/validate-subscription.ts';
import { type Execute } from '../http/operations.ts';
import { parseJson } from '../http/request-bodies.ts';
import { log } from '../log.ts';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { AccountDirectory, identityConfirmation } from '../modules/auth/index.ts';
import { whileSignedIn } from '../modules/auth/while-signed-in.ts';
import { auditRouter } from '../modules/audit/audit.router.ts';
import { importsRouter } from '../modules/imports/imports.router.ts';
import { modelUploadsRouter } from '../modules/models/model-uploads.router.ts';
import { invitationsRouter } from '../modules/people/invitations.router.ts';
import { passwordResetsRouter } from '../modules/people/password-resets.router.ts';
import { type Post } from '../modules/people/post.ts';
import { signaturesRouter } from '../modules/review/index.ts';
import { exportsRouter } from '../modules/exports/index.ts';
import { reportsRouter } from '../modules/reports/index.ts';
import { roisRouter } from '../modules/rois/index.ts';
import { slidesRouter } from '../modules/slides/index.ts';
import { uploadsRouter } from '../modules/uploads/index.ts';
import { refusalsOfOperations, refusalsOfRoutes } from './record-refusals.ts';
import { refusalOfStream, secondFactorBefore } from './second-factor-first.ts';
import { onRoutes, scopesOfTokens } from './token-scopes.ts';
import { turnsOfAccounts } from './turns-of-accounts.ts';
import { watchPortal } from './watch-portal.ts';
import { wire } from './wire.ts';

/**
 * Writes at once, per process. Saves of one study follow each other at their commit, and what waits there costs the
 * server work: more of them at once make each slower. Nor does a write that waits for a patient keep a reader waiting.
 */
const WRITERS = 4;

export interface PortalApiOptions {
  /** The address of the database as the role that owns nothing. */
  readonly appUrl: string;
  /** PORTAL_HOME: contains slides, models and bags. */
  readonly home: string;
  /** Memory budget for the columns that analyses read. */
  readonly columnsBytes: number;
  /** Folder in which the audit's chains are anchored outside the database. */
  readonly auditHeads: string;
  /** As PORTAL_R, null to search; none is used if not set. */
  readonly r?: string | null;
  readonly auth: PortalAuth;
  /** Without it nothing is sent. */
  readonly post?: Post | null;
  /** A replica of the database, from which analyses read; null for none. */
  readonly readUrl?: string | null;
  /** The address people type. */
  readonly publicUrl?: string;
  /** How many workers this machine runs. */
  readonly workers?: number;
  /** From how many milliseconds on a statement is slow. */
  readonly slowFromMs?: number;
}

/** Everything that answers with data, ready to be mounted on the front door. */
export async function createPortalApi({
  appUrl,
  home,
  columnsBytes,
  auditHeads,
  r = 'off',
  auth,
  post = null,
  readUrl = null,
  publicUrl = 'http://localhost',
  workers = 0,
  slowFromMs = 1_000,
}: PortalApiOptions) {
  const dataSource = openDataSource(appUrl);
  const writing = openDataSource(appUrl, WRITERS);
  await Promise.all([dataSource.initialize(), writing.initialize()]);
  for (const source of [dataSource, writing]) {
    breakFromGoneServer(poolOf(source), probeOf({ connectionString: appUrl }), (connections) =>
      log('warn', 'api: the database is gone, and its connections were given up', { connections }),
    );
  }
  const replica = readUrl === null ? null : new ReplicaReads(readUrl, new StudyDb(dataSource));
  const accounts = new AccountDirectory(auth);
  const watch = watchPortal(dataSource, {
    home,
    replica,
    publicUrl,
    workers,
    slowFromMs,
    openSessions: () => accounts.openSessions(),
  });
  const portal = wire({
    dataSource,
    writing,
    auth,
    post,
    appUrl,
    home,
    columnsBytes,
    auditHeads,
    r,
    state: watch.state,
    analyses: replica,
    onTrouble: (error) => log('warn', 'api: a background connection is in trouble', { error }),
  });
  await portal.open();
  const {
    db,
    audit,
    invitations,
    resets,
    imports,
    importLooks,
    slides,
    slideFiles,
    uploads,
    modelUploads,
    rois,
    reviews,
    exports,
    exportFiles,
    reports,
    resolvers,
  } = portal;
  const schema = await buildPortalSchema(resolvers);
  const decoders = new SlideDecoders();
  const whoAsks = askerReader(auth);
  const askerOf = onRoutes(whoAsks);
  const contextOf = contextFactory(whoAsks);
  const limits = new ApolloArmor(operationLimits).protect();
  const apollo = new ApolloServer<PortalContext>({
    schema,
    // Whoever has signed in may read what can be asked; nobody else comes as far as this.
    introspection: true,
    // main.ts stops in order; a second shutdown by Apollo itself on the same signal would never end.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    formatError,
    hideSchemaDetailsFromClientErrors: true,
    // No answer is cached, and computing cache lifetimes would wrap every field.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      refusalsOfOperations(db),
      secondFactorBefore,
      scopesOfTokens,
      questionsEndWithAsker,
      // Last: who is refused by the others has no turn.
      turnsOfAccounts(),
    ],
    validationRules: limits.validationRules,
    parseOptions: { maxTokens: MOST_TOKENS },
  });
  await apollo.start();

  const mountStreams = (app: Express): void => {
    // Removed access ends requests under way, not only the next one.
    app.use('/graphql/stream', whileSignedIn(auth));
    app.use(['/api/uploads', '/api/imports', '/api/model-uploads'], whileSignedIn(auth, true));
    app.use('/api/uploads', uploadsRouter({ uploads, askerOf }));
    app.use('/api/model-uploads', modelUploadsRouter({ uploads: modelUploads, askerOf }));
    app.use('/api/imports', importsRouter({ imports, looks: importLooks, home, askerOf }));
    app.use('/slides', roisRouter({ rois, askerOf }));
  };
  const mountApi = (app: Express): void => {
    app.use(
      '/graphql/stream',
      createHandler<PortalContext & Record<PropertyKey, unknown>>({
        schema,
        validate: validateSubscription(limits.validationRules),
        // Null: each operation has its own connection. A token would mean one stream for everyone who has it.
        authenticate: async ({ raw }) => refusalOfStream(await whoAsks(raw)),
        onSubscribe: refuseLongOperations(MOST_TOKENS),
        context: async ({ raw }) => ({ ...(await contextOf(raw)) }),
      }),
    );
    app.use('/api/invitations', invitationsRouter({ invitations, askerOf }));
    app.use('/api/signatures', signaturesRouter({ reviews, askerOf, confirm: identityConfirmation(auth) }));
    app.use('/api/password-resets', passwordResetsRouter(resets));
    app.use('/graphql', parseJson, expressMiddleware(apollo, { context: ({ req }) => contextOf(req) }));
    app.use(['/api/studies', '/api/audit.csv'], whileSignedIn(auth));
    app.use('/api', auditRouter({ audit, askerOf }));
    app.use('/api', reportsRouter({ reports, askerOf, answer }));
    app.use('/api', exportsRouter({ exports, files: exportFiles, askerOf }));
    app.use('/slides', slidesRouter({ slides, files: slideFiles, decoders, askerOf }));
    app.use(refusalsOfRoutes(db, askerOf));
  };
  const execute: Execute = (httpGraphQLRequest, req) =>
    apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: () => contextOf(req) });

  /** An operation that the portal itself asks as whoever sent a request. */
  async function answer({ query, variables }: AskedOperation, req: IncomingMessage): Promise<unknown> {
    const headers = new HeaderMap([['content-type', 'application/json']]);
    const { body } = await execute({ method: 'POST', headers, search: '', body: { query, variables } }, req);
    if (body.kind !== 'complete') throw new Error('no operation of this schema is answered in pieces');
    return JSON.parse(body.string);
  }

  const close = async (): Promise<void> => {
    watch.close();
    await apollo.stop();
    await decoders.close();
    await portal.close();
    await Promise.all([dataSource.destroy(), writing.destroy(), replica?.close()]);
  };
  return { mountStreams, mountApi, execute, health: watch.health, readMetrics: watch.readMetrics, close };
}

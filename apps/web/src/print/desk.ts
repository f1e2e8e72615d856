import { type ApolloClient, ApolloLink, Observable } from '@apollo/client';
import { getMainDefinition } from '@apollo/client/utilities';
import { type AskedOperation, type DrawnSelection, type Label, type Locale } from '@haim/schema';
import { print } from 'graphql';
import { type SessionQuery } from '@/graphql/generated/graphql.ts';
import { clientOver } from '@/graphql/client.ts';
import { type Snapshot, snapshotsQuery } from '@/selection/snapshot-query.ts';
import { sessionQuery } from '@/session/query.ts';
import { type OriginSnapshot } from '@/tables/provenance.ts';

/** Carries out an operation for whoever ordered the drawing; the answer is that of GraphQL over HTTP. */
export type Ask = (operation: AskedOperation) => Promise<unknown>;

export interface RefusedField {
  readonly field: string;
  readonly expected: Label;
}

/** Why nothing is drawn, in one sentence that names what is wrong. */
export class Refused extends Error {
  constructor(
    message: string,
    /** The API's, where it refused. */
    readonly code: string | null = null,
    /** What the API expects of which fields, in both languages. */
    readonly issues: readonly RefusedField[] = [],
  ) {
    super(message);
  }
}

/** What every page of one order needs. */
export interface Desk {
  readonly selection: DrawnSelection;
  readonly language: Locale;
  readonly client: ApolloClient;
  readonly session: SessionQuery;
  /** The snapshot that is analysed; null for the data of now. */
  readonly snapshot: (OriginSnapshot & Pick<Snapshot, 'id' | 'keepsImages'>) | null;
  readonly traffic: Traffic;
}

/** What is asked and not answered yet, and what was refused. */
export class Traffic {
  private open = 0;
  private refusals: Refused[] = [];

  begin(): void {
    this.open += 1;
  }
  end(refusal: Refused | null): void {
    this.open -= 1;
    if (refusal !== null) this.refusals.push(refusal);
  }
  get isQuiet(): boolean {
    return this.open === 0;
  }
  /** The refusals since it was last asked for them. */
  takeRefusals(): readonly Refused[] {
    const taken = this.refusals;
    this.refusals = [];
    return taken;
  }
}

/** @throws Refused for a study that whoever orders may not open, which looks like one that does not exist. */
export async function openDesk(ask: Ask, selection: DrawnSelection, language: Locale): Promise<Desk> {
  const traffic = new Traffic();
  const client = clientOver(linkTo(ask, traffic));
  const { data: session } = await client.query({ query: sessionQuery }).catch(() => ({ data: undefined }));
  const [refusal] = traffic.takeRefusals();
  if (!session) throw refusal ?? new Refused('the API did not answer');
  if (!session.studies.some(({ code }) => code === selection.study)) {
    throw new Refused(`study: no study has the code ${selection.study}`);
  }
  return { selection, language, client, session, snapshot: await snapshotOf(client, selection), traffic };
}

async function snapshotOf(client: ApolloClient, { study, snapshot }: DrawnSelection): Promise<Desk['snapshot']> {
  if (snapshot === null) return null;
  const { data } = await client.query({ query: snapshotsQuery, variables: { study } });
  const found = data?.snapshots.find(({ id, name }) => id === snapshot || name === snapshot);
  if (!found) throw new Refused(`snapshot: ${study} has none with the id or name ${snapshot}`);
  return found;
}

interface Answer {
  readonly data?: ApolloLink.Result['data'];
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly issues?: readonly RefusedField[] };
  }[];
}

function linkTo(ask: Ask, traffic: Traffic): ApolloLink {
  return new ApolloLink(({ query, variables }) => {
    const definition = getMainDefinition(query);
    // A file shows what is known now: nothing is watched.
    const isWatched = definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
    return new Observable<ApolloLink.Result>((sink) => {
      if (isWatched) return sink.complete();
      traffic.begin();
      ask({ query: print(query), variables })
        .then((given) => {
          const answer = given as Answer;
          const [error] = answer.errors ?? [];
          const { code = null, issues = [] } = error?.extensions ?? {};
          traffic.end(error ? new Refused(error.message, code, issues) : null);
          sink.next(answer as ApolloLink.Result);
          sink.complete();
        })
        .catch((error: unknown) => {
          traffic.end(new Refused(error instanceof Error ? error.message : String(error)));
          sink.error(error);
        });
    });
  });
}

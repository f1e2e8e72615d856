'use client';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable, split } from '@apollo/client';
import { getMainDefinition } from '@apollo/client/utilities';
import { print } from 'graphql';
import { type Client } from 'graphql-sse';
import { possibleTypes } from './possible-types.ts';
import { typePolicies } from './type-policies.ts';

/** Follows what runs; what does it is loaded with the first run that is followed. */
class EventStreamLink extends ApolloLink {
  private stream: Promise<Client> | null = null;

  private opened(): Promise<Client> {
    this.stream ??= import('./event-stream.ts').then(({ openEventStream }) => openEventStream());
    // Where it could not be loaded, the next one asks again.
    this.stream.catch(() => (this.stream = null));
    return this.stream;
  }

  override request(operation: ApolloLink.Operation): Observable<ApolloLink.Result> {
    return new Observable((sink) => {
      let isOver = false;
      let leave: () => void = () => (isOver = true);
      const follow = (stream: Client) => {
        if (isOver) return;
        leave = stream.subscribe<ApolloLink.Result['data']>(
          { query: print(operation.query), variables: operation.variables },
          {
            next: (result) => sink.next(result as ApolloLink.Result),
            complete: () => sink.complete(),
            error: (error) => sink.error(error),
          },
        );
      };
      this.opened().then(follow, (error: unknown) => sink.error(error));
      return () => leave();
    });
  }
}

/** One client per browser tab; on the server it only renders initial states and sends nothing. */
export function createClientOfTab(): ApolloClient {
  return clientOver(
    split(
      ({ query }) => {
        const definition = getMainDefinition(query);
        return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
      },
      new EventStreamLink(),
      new HttpLink({ uri: '/graphql', credentials: 'same-origin' }),
    ),
  );
}

/** A client with the portal's cache, whatever carries its operations. */
export function clientOver(link: ApolloLink): ApolloClient {
  return new ApolloClient({
    ssrMode: typeof window === 'undefined',
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies,
    }),
    link,
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' } },
  });
}

'use client';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable, split } from '@apollo/client';
import { getMainDefinition } from '@apollo/client/utilities';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';
import { possibleTypes } from './possible-types.ts';
import { typePolicies } from './type-policies.ts';

/** Progress by server-sent events: plain HTTP, so it passes through a hospital's proxies. */
class EventStreamLink extends ApolloLink {
  private readonly stream = createClient({ url: '/graphql/stream', credentials: 'same-origin' });

  override request(operation: ApolloLink.Operation): Observable<ApolloLink.Result> {
    return new Observable((sink) =>
      this.stream.subscribe<ApolloLink.Result['data']>(
        { query: print(operation.query), variables: operation.variables },
        {
          next: (result) => sink.next(result as ApolloLink.Result),
          complete: () => sink.complete(),
          error: (error) => sink.error(error),
        },
      ),
    );
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

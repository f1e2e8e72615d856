import { ApolloServer } from '@apollo/server';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { contextFactory, questionsEndWithAsker } from './create-context.ts';

const ada: Asker = { userId: 'ada', name: 'Ada', email: '', studies: [] };
const contextOf = contextFactory(async () => ada);

describe('who asks over a connection', () => {
  it('is gone once it closes, and not while a second question follows on it', async () => {
    const { promise: came, resolve: arrived } = Promise.withResolvers<IncomingMessage>();
    const server = createServer((req) => arrived(req)).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const asking = request({ port, host: '127.0.0.1' }).on('error', () => undefined);
    asking.end();
    const req = await came;
    const [first, second] = [await contextOf(req), await contextOf(req)];
    expect([first.gone?.aborted, second.gone === first.gone]).toEqual([false, true]);
    const left = new Promise((done) => first.gone?.addEventListener('abort', done));
    asking.destroy();
    await left;
    expect((await contextOf(req)).gone?.aborted).toBe(true);
    server.close();
  });
});

describe('what ends with whoever asked', () => {
  const seen: (AbortSignal | undefined)[] = [];
  const see = (_: unknown, __: unknown, { asker }: PortalContext) => {
    seen.push(asker.gone);
    return true;
  };
  const apollo = new ApolloServer<PortalContext>({
    typeDefs: 'type Query { asks: Boolean } type Mutation { changes: Boolean }',
    resolvers: { Query: { asks: see }, Mutation: { changes: see } },
    plugins: [questionsEndWithAsker],
  });

  it('is a question, and not what changes something', async () => {
    const { signal: gone } = new AbortController();
    for (const query of ['{ asks }', 'mutation { changes }']) {
      await apollo.executeOperation({ query }, { contextValue: { asker: ada, requestId: '', gone } });
    }
    expect(seen).toEqual([gone, undefined]);
    await apollo.stop();
  });
});

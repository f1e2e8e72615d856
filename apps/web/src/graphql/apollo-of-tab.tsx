'use client';
import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';
import { createClientOfTab } from './client.ts';

export function ApolloOfTab({ children }: { children: ReactNode }) {
  const [client] = useState(createClientOfTab);
  return <ApolloProvider client={client}>{children}</ApolloProvider>;
}

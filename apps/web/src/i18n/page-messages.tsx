import { type ReactNode } from 'react';
import { messages, type Messages } from './messages.ts';
import { MoreMessages } from './more-messages.tsx';
import { readersLocale } from './readers-locale.ts';

/** Around a page: what it says beside the frame. The build puts it there (own-messages.mjs). */
export async function PageMessages({ of, children }: { of: readonly (keyof Messages)[]; children: ReactNode }) {
  return <MoreMessages messages={chosenOf(messages[await readersLocale()], of)}>{children}</MoreMessages>;
}

/** Some namespaces of the messages; null is all of them. */
export function chosenOf(all: Messages, of: readonly (keyof Messages)[] | null): Partial<Messages> {
  return of === null ? all : Object.fromEntries(of.map((name) => [name, all[name]]));
}

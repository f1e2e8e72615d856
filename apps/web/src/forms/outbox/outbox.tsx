'use client';
import { useApolloClient } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudies, useViewer } from '@/session/session.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { forgetAllOf, put, readAll, remove } from './browser-store.ts';
import { addedTo, type WaitingSave } from './waiting-save.ts';

const SignOutQuestion = onOpening(async () => (await import('./sign-out-question.tsx')).SignOutQuestion);

/** So often it is tried again while something waits; at once when the browser says that it is online. */
const tryAgainMs = 10_000;

interface Outbox {
  readonly waiting: readonly WaitingSave[];
  readonly isSending: boolean;
  /** Of the last save that arrived. */
  readonly savedAt: number | null;
  readonly noteSaved: () => void;
  readonly add: (save: Omit<WaitingSave, 'userId' | 'at'>, form: Form) => Promise<void>;
  /** In the place of what waits under the same key. */
  readonly replace: (save: WaitingSave) => Promise<void>;
  readonly drop: (save: WaitingSave) => Promise<void>;
  readonly sendNow: () => void;
  /** Before the session ends: asks where something is kept here, and forgets it. False to stay signed in. */
  readonly forget: () => Promise<boolean>;
}

const OutboxContext = createContext<Outbox | null>(null);

/** Null outside of the portal's frame, where nothing is saved. */
export function useOutbox(): Outbox | null {
  return useContext(OutboxContext);
}

/** Saves that had no answer are kept here and sent, in their order, once the server answers again: each is stored once. */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('forms.outbox');
  const label = useLabel();
  const { id: userId } = useViewer();
  const studies = useStudies();
  const client = useApolloClient();
  const [waiting, setWaiting] = useState<readonly WaitingSave[]>([]);
  const [isSending, setSending] = useState(false);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const isBusy = useRef(false);
  const [question, setQuestion] = useState<{ n: number; answer: (discards: boolean) => void } | null>(null);

  const reread = useCallback(async () => setWaiting(await readAll('waiting', userId)), [userId]);
  useEffect(() => {
    void readAll('waiting', userId).then(setWaiting);
  }, [userId]);

  const sendAll = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    setSending(true);
    let arrived = 0;
    try {
      // Loaded once there is something to send: where it does not come, what it sends would not arrive either.
      const { sendWaiting } = await import('./send-waiting.ts');
      const onMerged = (form: Form) =>
        notifications.show({ message: t('merged', { form: label(form.label) }), color: 'teal' });
      arrived = await sendWaiting({ client, studies, userId, onMerged });
    } catch {
      // It is tried again while something waits.
    }
    isBusy.current = false;
    setSending(false);
    await reread();
    if (arrived === 0) return;
    setSavedAt(Date.now());
    notifications.show({ message: t('arrived', { n: arrived }), color: 'teal' });
    await client.refetchQueries({ include: 'active' });
  }, [client, label, reread, studies, t, userId]);

  const isAny = waiting.some(({ refused }) => !refused);
  useEffect(() => {
    if (!isAny) return undefined;
    const again = () => void sendAll();
    // Also at once: a page that is opened again finds what waited.
    const soon = setTimeout(again, 1_000);
    const timer = setInterval(again, tryAgainMs);
    window.addEventListener('online', again);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [isAny, sendAll]);

  const outbox = useMemo(
    (): Outbox => ({
      waiting,
      isSending,
      savedAt,
      noteSaved: () => setSavedAt(Date.now()),
      async add(save, form) {
        const added = { ...save, userId, at: Date.now() };
        const before = await readAll('waiting', userId);
        const after = addedTo(before, added, form.repeats);
        for (const gone of before) if (!after.includes(gone)) await remove('waiting', userId, gone.saveKey);
        await put('waiting', after.at(-1) ?? added);
        await reread();
      },
      async replace(save) {
        await put('waiting', save);
        await reread();
        void sendAll();
      },
      async drop(save) {
        await remove('waiting', userId, save.saveKey);
        await reread();
      },
      sendNow: () => void sendAll(),
      async forget() {
        const n = (await readAll('waiting', userId)).length + (await readAll('kept', userId)).length;
        const discards = n === 0 || (await new Promise<boolean>((answer) => setQuestion({ n, answer })));
        setQuestion(null);
        if (discards) await forgetAllOf(userId);
        return discards;
      },
    }),
    [isSending, reread, savedAt, sendAll, userId, waiting],
  );
  return (
    <OutboxContext value={outbox}>
      {children}
      {question ? <SignOutQuestion n={question.n} onAnswer={question.answer} /> : null}
    </OutboxContext>
  );
}

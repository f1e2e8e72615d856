import { type WaitingSave } from './waiting-save.ts';

/*
 * What the browser keeps for the person who typed it, in IndexedDB, by account: another account of the same browser never
 * reads it. Where a browser keeps nothing, as in some private windows, there is nothing to keep and nothing fails.
 */

/** What was typed into a form and not saved: the fields that differ from what was read. */
export interface KeptEntries {
  readonly userId: string;
  /** Patient, form and record. */
  readonly place: string;
  readonly fields: Readonly<Record<string, string | boolean | null>>;
  readonly at: number;
}

const stores = { waiting: ['userId', 'saveKey'], kept: ['userId', 'place'] } as const;
type StoreName = keyof typeof stores;
interface Rows {
  waiting: WaitingSave;
  kept: KeptEntries;
}

let opened: Promise<IDBDatabase | null> | null = null;

function database(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(null);
    const request = indexedDB.open('portal-entries', 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(stores))
        request.result.createObjectStore(name, { keyPath: [...keyPath] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
  return opened;
}

async function within<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  const db = await database();
  if (!db) return null;
  return new Promise((resolve) => {
    const transaction = db.transaction(name, mode);
    const request = work(transaction.objectStore(name));
    // Kept once the transaction has ended, not once it was asked for.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => resolve(null);
    transaction.onerror = () => resolve(null);
  });
}

const ofUser = (userId: string) => IDBKeyRange.bound([userId], [userId, []]);

/** Everything of one account, oldest first. */
export async function readAll<N extends StoreName>(name: N, userId: string): Promise<Rows[N][]> {
  const rows = await within(name, 'readonly', (store) => store.getAll(ofUser(userId)) as IDBRequest<Rows[N][]>);
  return (rows ?? []).toSorted((a, b) => a.at - b.at);
}

export async function readKept(userId: string, place: string): Promise<KeptEntries | null> {
  const found = await within('kept', 'readonly', (store) => store.get([userId, place]) as IDBRequest<KeptEntries>);
  return found ?? null;
}

/** Tells the rest of the page, by the name of the store, that something in it has changed. */
export const storeChanges = new EventTarget();

export async function put<N extends StoreName>(name: N, row: Rows[N]): Promise<void> {
  await within(name, 'readwrite', (store) => store.put(row));
  storeChanges.dispatchEvent(new Event(name));
}

export async function remove(name: StoreName, userId: string, key: string): Promise<void> {
  await within(name, 'readwrite', (store) => store.delete([userId, key]));
  storeChanges.dispatchEvent(new Event(name));
}

/** At the end of a session, after the question. */
export async function forgetAllOf(userId: string): Promise<void> {
  await within('waiting', 'readwrite', (store) => store.delete(ofUser(userId)));
  await within('kept', 'readwrite', (store) => store.delete(ofUser(userId)));
}

/** A UUID, also where a page is not served over HTTPS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

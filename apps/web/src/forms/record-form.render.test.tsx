// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { type Form, followUpForm, type Row, treatmentForm } from '@haim/schema';
import { act, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { RecordForm } from './record-form.tsx';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: vi.fn() }) }));

let root: Root;
let host: HTMLElement;
const sent = vi.fn<(row: Row, reason: string | null) => void>();

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  // jsdom has no matchMedia; Mantine asks it for the colour scheme.
  window.matchMedia = vi.fn(() => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })) as never;
  sent.mockReset();
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

/** A form as its page uses it: what was saved comes back as `saved`, and from then on a change needs a reason. */
function Page({ form, begin }: { form: Form; begin: Row | null }) {
  const [saved, setSaved] = useState(begin);
  return (
    <MantineProvider>
      <IntlProvider locale="en" messages={messages.en}>
        <RecordForm
          form={form}
          saved={saved}
          choices={{ arm: [{ code: 'HTI', label: 'HTI' }] }}
          needsReason={saved !== null}
          saveLabel="Save"
          onSave={async (row, reason) => {
            sent(row, reason);
            await new Promise((done) => setTimeout(done));
            // As in the portal, where the notification that it was saved makes React render at once.
            flushSync(() => setSaved(row));
            return null;
          }}
        />
      </IntlProvider>
    </MantineProvider>
  );
}

const show = (form: Form, begin: Row | null) => act(async () => root.render(<Page form={form} begin={begin} />));
const input = (name: string) => host.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;

async function type(name: string, text: string): Promise<void> {
  await act(async () => {
    input(name).focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input(name), text);
    input(name).dispatchEvent(new Event('input', { bubbles: true }));
  });
}
async function saveByKey(name: string): Promise<void> {
  await act(async () => {
    input(name).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
    await new Promise((done) => setTimeout(done, 20));
  });
}
const leave = (name: string) => act(async () => input(name).blur());
const asksForReason = () => host.querySelector('[data-field=reason]') !== null;

describe('Ctrl+Enter in a field that has not been left', () => {
  it.each([
    ['startedOn', '20230118', '2023-01-18', '2023-01-18'],
    ['startedOn', '2023年1月18日', '2023-01-18', '2023-01-18'],
    ['haicCycles', ' 4.0 ', 4, '4'],
  ])('%s typed as %j is saved as %j, and leaving it afterwards changes nothing', async (name, typed, value, shown) => {
    await show(treatmentForm as Form, null);
    await act(async () => host.querySelector<HTMLInputElement>('input[type=radio][value=HTI]')!.click());
    await type(name, typed);
    await saveByKey(name);
    expect(sent).toHaveBeenCalledOnce();
    expect(sent.mock.calls[0]![0]).toMatchObject({ [name]: value });
    expect(input(name).value).toBe(shown);
    await leave(name);
    expect(input(name).value).toBe(shown);
    expect(asksForReason()).toBe(false);
    expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true);
  });
});

describe('another spelling of a saved value', () => {
  const saved = { contactOn: '2023-01-18', contactDay: null, vitalStatus: 'alive' };

  it('is not a change while it is typed, but a different value is', async () => {
    await show(followUpForm as Form, saved);
    await type('contactOn', '20230118');
    expect(asksForReason()).toBe(false);
    await type('contactOn', '20230119');
    expect(asksForReason()).toBe(true);
    await type('contactOn', '2023/1/18');
    expect(asksForReason()).toBe(false);
  });
});

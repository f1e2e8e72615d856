// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { UploadModelDialog } from './upload-model-dialog.tsx';

let root: Root;
let host: HTMLElement;
let refusals: { status: number; body: object }[];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  // jsdom has none of these; Mantine asks for them.
  window.matchMedia = vi.fn(() => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })) as never;
  vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} }); // prettier-ignore
  const fonts = { addEventListener: vi.fn(), removeEventListener: vi.fn() };
  Object.defineProperty(document, 'fonts', { configurable: true, value: fonts });
  refusals = [];
  const draft = { id: 'd', begun: '2026-01-01T00:00:00Z', files: [{ name: 'manifest.json', bytes: 2, received: 0 }] };
  vi.stubGlobal('fetch', async (url: string, { method }: RequestInit) => {
    const answer = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
    if (url.endsWith('/finish')) {
      const refusal = refusals.shift();
      return refusal ? answer(refusal.body, refusal.status) : answer({ modelId: 'vit', line: 'vit', version: 1, status: 'active' });
    }
    return method === 'GET' ? answer([]) : method === 'POST' ? answer(draft, 201) : answer({ received: 2 });
  }); // prettier-ignore
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  vi.unstubAllGlobals();
});

const text = () => document.body.textContent ?? '';
const button = (name: string) =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes(name))!;

async function show(): Promise<void> {
  const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.empty() });
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <IntlProvider locale="en" messages={messages.en} timeZone="UTC">
          <ApolloProvider client={client}>
            <UploadModelDialog onClose={() => undefined} />
          </ApolloProvider>
        </IntlProvider>
      </MantineProvider>,
    ),
  );
}

async function choose(...names: string[]): Promise<void> {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  Object.defineProperty(input, 'files', { configurable: true, value: names.map((name) => new File(['{}'], name)) });
  await act(async () => input.dispatchEvent(new Event('change', { bubbles: true })));
}

async function sayWhy(): Promise<void> {
  const area = document.querySelector('textarea')!;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(area, 'from the lab');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const send = () =>
  act(async () => {
    button('Send and verify').click();
    await new Promise((done) => setTimeout(done, 50));
  });

it('asks for the manifest and for a reason before anything is sent', async () => {
  await show();
  await choose('vit.onnx');
  expect(text()).toContain('manifest.json is missing');
  expect(button('Send and verify').disabled).toBe(true);
  await choose('manifest.json');
  expect(text()).not.toContain('manifest.json is missing');
  expect(button('Send and verify').disabled).toBe(true);
  await sayWhy();
  expect(button('Send and verify').disabled).toBe(false);
});

it('says what was refused in the words of the portal, and after a correction what was registered', async () => {
  refusals = [{ status: 422, body: { code: 'MANIFEST_INVALID', message: 'positiveClass: is not one of the classes' } }];
  await show();
  await choose('manifest.json');
  await sayWhy();
  await send();
  expect(text()).toContain('The model was not registered');
  expect(text()).toContain('positiveClass: is not one of the classes');
  expect(button('Send and verify').disabled).toBe(true); // the corrected files have to be chosen
  await choose('manifest.json');
  await send();
  expect(text()).toContain('vit is version 1 of vit.');
  expect(text()).toContain('runs by default');
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { continues, type ModelDraft, ModelRefused, sendModel } from './send-model.ts';

const part = 8 * 1024 * 1024;
/** What the portal has, by name; and what it was asked, in order. */
let stored: Map<string, number>;
let asked: string[];
/** How many bytes of the next part arrive before its connection breaks. */
let breaksAfter: number | null;
let announced: { name: string; bytes: number }[];

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const view = (): ModelDraft => ({
  id: 'draft',
  begun: '2026-01-01T00:00:00Z',
  files: announced.map(({ name, bytes }) => ({ name, bytes, received: stored.get(name) ?? 0 })),
});

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
  [stored, asked, breaksAfter, announced] = [new Map(), [], null, []];
  vi.stubGlobal('fetch', async (url: string, { method, headers, body }: RequestInit & { headers: Record<string, string> }) => {
    if (method === 'POST') announced = JSON.parse(String(body)).files;
    if (method === 'POST') return answer(view(), 201);
    if (method === 'GET') return answer([view()]);
    const name = decodeURIComponent(url.split('/').at(-1)!);
    const offset = Number(headers['Upload-Offset']);
    const length = (body as Blob).size;
    asked.push(`${name} ${offset}+${length}`);
    if (breaksAfter !== null) {
      stored.set(name, offset + breaksAfter);
      breaksAfter = null;
      throw new TypeError('Failed to fetch');
    }
    if (offset !== 0 && offset !== stored.get(name)) return answer({ code: 'CONFLICT', message: 'another part' }, 409);
    stored.set(name, offset + length);
    return answer({ received: offset + length });
  }); // prettier-ignore
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const manifest = new File(['{}'], 'manifest.json');
const weights = new File([new Uint8Array(part + 1000)], 'vit.onnx.data');
const send = (draft: ModelDraft | null, isAgain = false, files = [manifest, weights]) =>
  sendModel(files, { draft, isAgain, onProgress: () => undefined, signal: new AbortController().signal });

describe('a model', () => {
  it('is sent in parts, each after the one before', async () => {
    await send(null);
    expect(asked).toEqual(['manifest.json 0+2', `vit.onnx.data 0+${part}`, `vit.onnx.data ${part}+1000`]);
  });

  it('continues after a broken connection where the portal has it', async () => {
    announced = [{ name: 'vit.onnx.data', bytes: weights.size }];
    breaksAfter = 5000;
    await send(view(), false, [weights]);
    expect(asked).toEqual([`vit.onnx.data 0+${part}`, `vit.onnx.data 5000+${part - 4000}`]);
    expect(stored.get('vit.onnx.data')).toBe(weights.size);
  });

  it('that was begun before sends the rest of large files, and small ones again', async () => {
    announced = [manifest, weights].map(({ name, size }) => ({ name, bytes: size }));
    stored = new Map([['manifest.json', 2], ['vit.onnx.data', part]]); // prettier-ignore
    await send(view());
    expect(asked).toEqual(['manifest.json 0+2', `vit.onnx.data ${part}+1000`]);
    asked = [];
    await send(view(), true); // what is there has turned out to be something else
    expect(asked).toHaveLength(3);
  });

  it('is continued by files of the same names alone', () => {
    announced = [{ name: 'manifest.json', bytes: 1 }, { name: 'a.onnx', bytes: 1 }]; // prettier-ignore
    expect(continues(view(), [{ name: 'a.onnx' }, { name: 'manifest.json' }])).toBe(true);
    expect(continues(view(), [{ name: 'b.onnx' }, { name: 'manifest.json' }])).toBe(false);
    expect(continues(view(), [{ name: 'manifest.json' }])).toBe(false);
  });

  it('that is refused says why, and is not tried again', async () => {
    vi.stubGlobal('fetch', async () => answer({ code: 'BAD_USER_INPUT', message: 'manifest.json is missing' }, 400));
    const refused = await send(null).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ModelRefused);
    expect((refused as ModelRefused).refusal).toEqual({ code: 'BAD_USER_INPUT', message: 'manifest.json is missing' });
  });
});

// @vitest-environment jsdom
import { act, useLayoutEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDraft } from './use-draft.ts';

let root: Root;
let shown: ReturnType<typeof useDraft<string>>;

function Typing({ chosen }: { chosen: string }) {
  const draft = useDraft(chosen, `draft of ${chosen}`);
  useLayoutEffect(() => {
    shown = draft;
  });
  return null;
}

const render = (chosen: string) => act(() => root.render(<Typing chosen={chosen} />));

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  root = createRoot(document.createElement('div'));
  render('');
});

afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

describe('what is typed before it is chosen', () => {
  it('is kept while the choice that was made from it arrives', () => {
    act(() => shown.change('60-'));
    act(() => shown.choose('60-'));
    act(() => shown.change('60-6'));
    render('60-');
    expect(shown.draft).toBe('60-6');
  });

  it('starts anew with a choice from elsewhere, even with one that was made from it before', () => {
    act(() => shown.choose('60-'));
    render('60-');
    act(() => shown.change('60-64'));
    render('');
    expect(shown.draft).toBe('draft of ');
    render('60-');
    expect(shown.draft).toBe('draft of 60-');
  });
});

'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useApolloClient } from '@apollo/client/react';
import type OpenSeadragon from 'openseadragon';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { isUnsaved, nextName, type Outline, type Regions, type SavedRoi } from './outline.ts';
import { changeOutlines, noOutlines, outlinesOf } from './outlines-state.ts';
import { deleteRoiMutation, lockRoiMutation, saveRoiMutation, slideRoisQuery, unlockRoiMutation } from './query.ts';
import { type ShownRegion } from '../viewer/use-viewer.ts';
import { type CombiningState, useCombining } from './use-combining.ts';
import { type Drawing, useDrawing } from './use-drawing.ts';

/** Why the portal refused something, for a sentence in the reader's language. */
export interface Refusal {
  /** A fault of the shape such as SELF_CROSSING, LOCKED, CONFLICT, or the code of the answer. */
  readonly code: string;
}

export interface Outlines {
  readonly slideId: string;
  readonly canWrite: boolean;
  readonly list: readonly Outline[];
  readonly unsaved: readonly Outline[];
  readonly drawing: Drawing;
  /** Whether what is drawn becomes an outline, or a part of one. */
  readonly combining: CombiningState;
  /** Radius of the brush on the screen. */
  readonly brushPx: number;
  readonly setBrushPx: (px: number) => void;
  /** Null until the slide is open. */
  readonly viewer: AttachedViewer | null;
  readonly attach: (viewer: AttachedViewer | null) => void;
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Adds an outline that was typed, or changes one. */
  readonly put: (key: string | null, regions: Regions, name?: string) => void;
  readonly rename: (key: string, name: string) => void;
  readonly saveAll: () => Promise<void>;
  readonly isSaving: boolean;
  /** Removes it from the slide; one that was never saved is removed at once. */
  readonly remove: (outline: Outline) => Promise<void>;
  readonly setLock: (outline: Outline, locked: boolean) => Promise<void>;
  /** By key, why the last attempt to save, lock or delete was refused. */
  readonly refusals: Readonly<Record<string, Refusal>>;
  /** Discards what was changed here in favour of what the portal has stored. */
  readonly takeStored: (outline: Outline) => Promise<void>;
  /** Refetches from the portal, as after an import. */
  readonly refresh: () => Promise<void>;
}

/** The viewer that shows the outlines. */
export interface AttachedViewer {
  readonly library: OpenSeadragon.Viewer;
  /** Moves until a rectangle in level-0 pixels is in view, clear of tools and panels. */
  readonly show: (region: ShownRegion) => void;
}

/** The outlines of a slide: what is saved, what is drawn but not saved, and the actions that connect the two. */
export function useOutlines(slideId: string, rois: readonly SavedRoi[], canWrite: boolean): Outlines {
  const t = useTranslations('rois');
  const client = useApolloClient();
  const [state, dispatch] = useReducer(changeOutlines, noOutlines);
  const [viewer, attach] = useState<AttachedViewer | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState<Readonly<Record<string, Refusal>>>({});
  const [isSaving, setSaving] = useState(false);
  useEffect(() => dispatch({ type: 'seen', rois }), [rois]);

  const list = useMemo(() => outlinesOf(state), [state]);
  const unsaved = useMemo(() => list.filter(isUnsaved), [list]);
  const keys = useMemo(() => new Set(list.map(({ key }) => key)), [list]);
  const autoName = nextName(
    list.map(({ name }) => name),
    (n) => t('autoName', { n }),
  );
  const draw = useCallback(
    (key: string, regions: Regions, name: string = autoName, press: number | null = null) =>
      dispatch({ type: 'drawn', key, name, regions, press }),
    [autoName],
  );
  const [brushPx, setBrushPx] = useState(24);
  const received = useRef<CombiningState['receive'] | null>(null);
  const onDrawn = useCallback(
    (key: string, regions: Regions, press: number) => {
      // What is changed stays what it is; what is new may become part of another.
      if (keys.has(key)) draw(key, regions, undefined, press);
      else received.current?.(key, regions, press);
    },
    [draw, keys],
  );
  const drawing = useDrawing({ viewer: viewer?.library ?? null, outlines: list, hidden, canWrite, onDrawn });
  const combining = useCombining(list, drawing.selected, (key, regions, press) => draw(key, regions, undefined, press));
  useEffect(() => {
    received.current = combining.receive;
  });

  // The answer updates the cache by the slide's id, so the page that shows the slide follows.
  const stored = async () => {
    const { data } = await client.query({ query: slideRoisQuery, variables: { slideId }, fetchPolicy: 'network-only' });
    return data?.slide.rois ?? [];
  };
  const refresh = async (): Promise<void> => void (await stored());
  /** @returns whether the portal accepted. */
  const attempt = async (key: string, work: () => Promise<void>): Promise<boolean> => {
    setRefusals(({ [key]: _, ...others }) => others);
    try {
      await work();
      return true;
    } catch (error) {
      setRefusals((others) => ({ ...others, [key]: { code: refusalCode(error) } }));
      return false;
    }
  };

  const save = ({ key, saved, name, regions }: Outline) =>
    attempt(key, async () => {
      const roi = { name, label: saved?.label ?? null, regions: regions.map(toInput) };
      const variables = { slideId, id: saved?.id ?? null, version: saved?.version ?? null, roi };
      const { data } = await client.mutate({ mutation: saveRoiMutation, variables });
      if (data) dispatch({ type: 'stored', key, roi: data.saveRoi });
    });

  return {
    slideId,
    canWrite,
    list,
    unsaved,
    drawing,
    combining,
    brushPx,
    setBrushPx,
    viewer,
    attach,
    hidden,
    toggle: (key) =>
      setHidden((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    undo: () => dispatch({ type: 'undo' }),
    redo: () => dispatch({ type: 'redo' }),
    put: (key, regions, name) => draw(key ?? crypto.randomUUID(), regions, name),
    rename: (key, name) => dispatch({ type: 'renamed', key, name }),
    saveAll: async () => {
      setSaving(true);
      drawing.select(null);
      // One after the other: each is a separate version, and a refusal of one leaves the others.
      for (const outline of unsaved) await save(outline);
      await refresh().catch(() => undefined);
      setSaving(false);
    },
    isSaving,
    remove: async ({ key, saved }) => {
      if (drawing.selected === key) drawing.select(null);
      if (saved === null) return dispatch({ type: 'dropped', key });
      const { id, version } = saved;
      await attempt(key, async () => {
        await client.mutate({ mutation: deleteRoiMutation, variables: { id, version } });
        dispatch({ type: 'deleted', key });
        await refresh().catch(() => undefined);
      });
    },
    setLock: async ({ key, saved }, locked) => {
      if (saved === null) return;
      await attempt(key, async () => {
        const variables = { id: saved.id };
        const roi = locked
          ? (await client.mutate({ mutation: lockRoiMutation, variables })).data?.lockRoi
          : (await client.mutate({ mutation: unlockRoiMutation, variables })).data?.unlockRoi;
        // A locked outline loses its handles, and an unlocked one gets them, only when selected again.
        if (drawing.selected === key) drawing.select(null);
        if (roi) dispatch({ type: 'locked', key, roi });
      });
    },
    refusals,
    takeStored: async ({ key, saved }) => {
      await attempt(key, async () => {
        const now = (await stored()).find(({ id }) => id === saved?.id);
        dispatch(now ? { type: 'stored', key, roi: now } : { type: 'deleted', key });
      });
    },
    refresh,
  };
}

function toInput({ outline, holes }: Regions[number]) {
  // A hundredth of a pixel is finer than anyone can draw.
  const round = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 100) / 100);
  const ring = ({ x, y }: Regions[number]['outline']) => ({ x: round(x), y: round(y) });
  return { outline: ring(outline), holes: holes.map(ring) };
}

function refusalCode(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) {
    const { roi, faults } = (error.errors[0]?.extensions ?? {}) as { roi?: unknown; faults?: { code?: unknown }[] };
    const code = roi ?? faults?.[0]?.code;
    if (typeof code === 'string') return code;
  }
  return errorCode(error);
}

'use client';
import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { onStage, stageZoom } from './stage.ts';

/**
 * The width of an element. It is known before the first paint, so that a figure is never shown at a height other
 * than its final one.
 */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return undefined;
    const measure = () => setWidth(measured.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** The height of the window, in the pixels that figures are drawn in; 0 on the server, which has none. */
export function useWindowHeight(): number {
  return useSyncExternalStore(onRoom, heightOfWindow, () => 0);
}

function heightOfWindow(): number {
  return Math.round(window.innerHeight / stageZoom());
}

/** How many times larger figures are shown than on a page: more than 1 while one is presented. */
export function useStageZoom(): number {
  return useSyncExternalStore(onStage, stageZoom, () => 1);
}

function onRoom(changed: () => void): () => void {
  const [endResize, endStage] = [onResize(changed), onStage(changed)];
  return () => {
    endResize();
    endStage();
  };
}

/** Device pixels per CSS pixel, rounded up; it changes with the zoom and from screen to screen. */
export function useDeviceScale(): number {
  // The server draws nothing, so the first answer in the browser is already the browser's.
  return useSyncExternalStore(onResize, scaleOfScreen, scaleOfScreen);
}

function scaleOfScreen(): number {
  return typeof window === 'undefined' ? 1 : Math.min(Math.max(1, Math.ceil(window.devicePixelRatio)), 4);
}

function onResize(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

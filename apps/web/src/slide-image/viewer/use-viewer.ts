'use client';
import type OpenSeadragon from 'openseadragon';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Insets, isWhole, noInsets, type View, wholeView } from './fit.ts';
import { type Pyramid, tileSource } from './tile-url.ts';

export interface SlideViewer {
  /** The library's own viewer, for what is drawn over the image; null until it is ready. */
  readonly library: OpenSeadragon.Viewer | null;
  /** Null until the image is open. */
  readonly view: View | null;
  /** True if the image's pyramid could not be opened or tiles keep failing. */
  readonly failed: boolean;
  readonly zoomBy: (factor: number) => void;
  /** Screen pixels per image pixel. */
  readonly zoomTo: (scale: number) => void;
  readonly panBy: (rightShare: number, downShare: number) => void;
  readonly fit: () => void;
  /** Moves until a rectangle in level-0 pixels fills what tools and panels leave free. */
  readonly show: (region: ShownRegion) => void;
  /** Moves at once until a rectangle in level-0 pixels is all of the stage, what is covered included. */
  readonly showExactly: (region: ShownRegion) => void;
}

export interface ShownRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const none = (): void => undefined;

interface ViewerOptions {
  /** It never animates. */
  readonly still: boolean;
  /** What tools cover: the whole slide is shown clear of it. */
  readonly insets?: Insets;
  /** Whether a map of the whole slide is shown in the corner. */
  readonly hasNavigator?: boolean;
}

/** Opens a deep-zoom image in an element while the component is mounted. */
export function useViewer(
  element: RefObject<HTMLElement | null>,
  slideId: string,
  pyramid: Pyramid,
  { still, insets = noInsets, hasNavigator = true }: ViewerOptions,
): SlideViewer {
  const [viewer, setViewer] = useState<OpenSeadragon.Viewer | null>(null);
  const [view, setView] = useState<View | null>(null);
  const [failed, setFailed] = useState(false);
  const { widthPx, heightPx, tileSize, overlap, maxLevel } = pyramid;
  // What the library calls back sees the newest of these, without being set up again.
  const latest = useRef({ insets, refit: none });

  useEffect(() => {
    let opened: OpenSeadragon.Viewer | null = null;
    let left = false;
    // The library reads `window` while it loads, so it is loaded in the browser only.
    void import('openseadragon').then(({ default: openSeadragon }) => {
      if (left || element.current === null) return;
      withoutForeignStyles();
      const here = openSeadragon({
        element: element.current,
        tileSources: tileSource(slideId, { widthPx, heightPx, tileSize, overlap, maxLevel }),
        drawer: 'canvas',
        showNavigationControl: false,
        keyboardNavEnabled: false,
        showNavigator: hasNavigator,
        navigatorPosition: 'TOP_RIGHT',
        navigatorSizeRatio: 0.12,
        navigatorAutoFade: false,
        navigatorBackground: '#f4f4f4',
        navigatorBorderColor: '#8a9299',
        navigatorDisplayRegionColor: '#0b6a65',
        gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
        animationTime: still ? 0 : 0.4,
        blendTime: 0,
        maxZoomPixelRatio: 4,
        minZoomImageRatio: 0.6,
        visibilityRatio: 0.5,
        preserveImageSizeOnResize: true,
        imageLoaderLimit: 6,
        timeout: 60_000,
        tileRetryMax: 1,
      });
      let last: View | null = null;
      const look = (): void => {
        last = viewOf(here, openSeadragon.Point);
        setView(last);
      };
      const slide = { width: widthPx, height: heightPx };
      let sawWhole = false;
      /** If the whole slide was in view, it stays so when the available space changes. */
      const refit = (): void => {
        if (last !== null && isWhole(last, slide)) fitWhole(here, latest.current.insets, true);
      };
      latest.current.refit = refit;
      here.addHandler('open', () => {
        fitWhole(here, latest.current.insets, true);
        look();
      });
      here.addHandler('update-viewport', look);
      // The library announces a resize before it happens, and then restores its zoom: a fit made in between is lost.
      here.addHandler('resize', () => (sawWhole = last !== null && isWhole(last, slide)));
      here.addHandler('viewport-change', () => {
        if (sawWhole) fitWhole(here, latest.current.insets, true);
        sawWhole = false;
      });
      here.addHandler('open-failed', () => setFailed(true));
      here.addHandler('tile-load-failed', () => setFailed(true));
      here.addHandler('tile-loaded', () => setFailed(false));
      opened = here;
      setViewer(here);
    });
    return () => {
      left = true;
      opened?.destroy();
      setViewer(null);
      setView(null);
      setFailed(false);
    };
  }, [element, slideId, widthPx, heightPx, tileSize, overlap, maxLevel, still, hasNavigator]);

  const { top, right, bottom, left } = insets;
  useEffect(() => {
    latest.current.insets = { top, right, bottom, left };
    latest.current.refit();
  }, [top, right, bottom, left]);

  if (viewer === null) {
    return {
      library: null,
      view: null,
      failed,
      zoomBy: none,
      zoomTo: none,
      panBy: none,
      fit: none,
      show: none,
      showExactly: none,
    };
  }
  const { viewport } = viewer;
  return {
    library: viewer,
    view,
    failed,
    // About the middle of what is seen, not of what panels cover.
    zoomBy: (factor) => settle(viewport, () => viewport.zoomBy(factor, middleOf(viewport, insets))),
    zoomTo: (scale) =>
      settle(viewport, () => viewport.zoomTo(viewport.imageToViewportZoom(scale), middleOf(viewport, insets))),
    panBy: (right, down) =>
      settle(viewport, () => {
        const bounds = viewport.getBounds();
        const centre = viewport.getCenter();
        centre.x += bounds.width * right;
        centre.y += bounds.height * down;
        viewport.panTo(centre);
      }),
    fit: () => fitWhole(viewer, insets, false),
    show: (region) => fitRegion(viewer, region, insets, false),
    showExactly: (region) => fitRegion(viewer, region, noInsets, true),
  };
}

/** The middle of what the tools leave free, in the library's own coordinates. */
function middleOf(viewport: OpenSeadragon.Viewport, { top, right, bottom, left }: Insets): OpenSeadragon.Point {
  const bounds = viewport.getBounds(true);
  const { x: width, y: height } = viewport.getContainerSize();
  const middle = viewport.getCenter(true);
  middle.x = bounds.x + (bounds.width * (left + width - right)) / 2 / width;
  middle.y = bounds.y + (bounds.height * (top + height - bottom)) / 2 / height;
  return middle;
}

function settle(viewport: OpenSeadragon.Viewport, move: () => void): void {
  move();
  viewport.applyConstraints();
}

/** The whole slide, clear of the tools over the stage. */
function fitWhole(viewer: OpenSeadragon.Viewer, insets: Insets, immediately: boolean): void {
  const size = viewer.world.getItemAt(0)?.getContentSize();
  if (size) fitRegion(viewer, { x: 0, y: 0, width: size.x, height: size.y }, insets, immediately);
}

function fitRegion(
  { viewport, world }: OpenSeadragon.Viewer,
  region: ShownRegion,
  insets: Insets,
  immediately: boolean,
): void {
  const image = world.getItemAt(0);
  if (!image) return;
  const { x: width, y: height } = viewport.getContainerSize();
  const { scale, left, top } = wholeView(region, { width, height }, insets);
  const [x, y] = [region.x - left / scale, region.y - top / scale];
  viewport.fitBounds(image.imageToViewportRectangle(x, y, width / scale, height / scale), immediately);
}

function viewOf(viewer: OpenSeadragon.Viewer, Point: typeof OpenSeadragon.Point): View | null {
  const image = viewer.world.getItemAt(0);
  if (!image) return null;
  const { x: widthPx } = image.getContentSize();
  const { x: left, y: top } = image.imageToViewerElementCoordinates(new Point(0, 0));
  const { x: right } = image.imageToViewerElementCoordinates(new Point(widthPx, 0));
  const { x: width, y: height } = viewer.viewport.getContainerSize();
  return { scale: (right - left) / widthPx, left, top, width, height };
}

/**
 * The library adds a style sheet of its own unless it is already there; the content policy would refuse it. An
 * empty one with the same attribute prevents this.
 */
function withoutForeignStyles(): void {
  const name = 'data-openseadragon-mobile-css';
  if (document.querySelector(`style[${name}]`)) return;
  const empty = document.createElement('style');
  empty.setAttribute(name, 'true');
  empty.nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';
  document.head.appendChild(empty);
}

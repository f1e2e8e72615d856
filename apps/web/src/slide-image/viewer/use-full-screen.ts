'use client';
import { useEffect, useState } from 'react';

/**
 * Whether the stage fills the screen. The document is what is made full, not the stage: menus and dialogs are beside the
 * stage in it. Where a browser cannot, as on some telephones, the stage fills its window.
 */
export function useFullScreen(): { readonly isFull: boolean; readonly toggle: () => void } {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const follow = (): void => {
      if (!document.fullscreenElement) setFull(false);
    };
    document.addEventListener('fullscreenchange', follow);
    return () => {
      document.removeEventListener('fullscreenchange', follow);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  return {
    isFull,
    toggle: () => {
      setFull(!isFull);
      const { documentElement: page } = document;
      if (isFull) void (document.fullscreenElement && document.exitFullscreen());
      else if (typeof page.requestFullscreen === 'function') void page.requestFullscreen().catch(() => undefined);
    },
  };
}

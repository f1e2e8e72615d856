'use client';
import { useSyncExternalStore } from 'react';
import { sendSlide } from './send-slide.ts';
import { isUnderWay, type UploadItem, UploadQueue } from './upload-queue.ts';
import { fetchUpload } from './uploads-api.ts';

/** One queue for the tab. */
export const uploadQueue = new UploadQueue({ send: sendSlide, follow: fetchUpload });

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
if (typeof window !== 'undefined') {
  uploadQueue.subscribe(() => {
    window.removeEventListener('beforeunload', askBeforeLeaving);
    if (uploadQueue.snapshot().some(isUnderWay)) window.addEventListener('beforeunload', askBeforeLeaving);
  });
}

const none: readonly UploadItem[] = [];

/** What this tab is sending, for all studies. */
export function useUploads(): readonly UploadItem[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.snapshot, () => none);
}

'use client';
import { ErrorState } from '@/ui/error-state.tsx';

/** A page that failed to render; the error's message may contain something that should not be shown. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return <ErrorState code="INTERNAL_SERVER_ERROR" onRetry={reset} />;
}

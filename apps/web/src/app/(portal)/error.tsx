'use client';
import { ErrorState } from '@/ui/error-state.tsx';

/** A page that failed to render; the message of the error may hold what should not be shown. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return <ErrorState code="INTERNAL_SERVER_ERROR" onRetry={reset} />;
}

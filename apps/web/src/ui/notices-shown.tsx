'use client';
import { Notifications } from '@mantine/notifications';

/** Where they cover neither a drawer's first fields nor its buttons. */
export function NoticesShown() {
  return <Notifications position="bottom-left" />;
}

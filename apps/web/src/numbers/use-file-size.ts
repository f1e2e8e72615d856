'use client';
import { useFormatter } from 'use-intl';

const units = ['B', 'kB', 'MB', 'GB'];

/** Bytes in readable form: 1.2 GB. Powers of 1000, as scanners and disks use. */
export function useFileSize(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const place = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
    const value = format.number(bytes / 1000 ** place, { maximumFractionDigits: place === 3 ? 2 : 1 });
    return `${value} ${units[place]}`;
  };
}

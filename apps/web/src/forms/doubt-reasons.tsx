'use client';
import { createContext } from 'react';

/** Why the value that is stored in a field is right although a check doubts it; null where nobody has said so. */
export const DoubtReasons = createContext<((field: string) => string | null) | null>(null);

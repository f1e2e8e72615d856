import express, { Router } from 'express';
import { vi } from 'vitest';

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[]; readonly name: string };
  /** Where `use` mounted it: Express keeps a matcher, not the text. */
  mountedAt?: string;
}

interface Stack {
  readonly stack: Layer[];
}

type Use = (this: Stack, ...given: unknown[]) => unknown;
type Init = (this: { readonly router: Stack }, ...given: unknown[]) => unknown;

/**
 * Notes from now on where Express mounts what, so that the application is listed as it was registered, by whichever
 * module: a list by hand would not have the route that somebody adds.
 *
 * @returns what ends the noting and lists the routes of the largest application that was made meanwhile.
 */
export function noteRoutes(): () => string[] {
  const routers = (Router as unknown as { prototype: { use: Use } }).prototype;
  const applications = (express as unknown as { application: { init: Init } }).application;
  const { use } = routers;
  const { init } = applications;
  const made: { readonly router: Stack }[] = [];
  const spies = [
    vi.spyOn(applications, 'init').mockImplementation(function (this: { readonly router: Stack }, ...given) {
      made.push(this);
      return init.apply(this, given);
    }),
    vi.spyOn(routers, 'use').mockImplementation(function (this: Stack, ...given) {
      const before = this.stack.length;
      const result = use.apply(this, given);
      const path = typeof given[0] === 'function' ? '/' : given[0];
      for (const layer of this.stack.slice(before)) layer.mountedAt = [path].flat().join(' ');
      return result;
    }),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
    const lists = made.map(({ router }) => [...new Set(routesOf(router))]);
    return lists.toSorted((a, b) => b.length - a.length)[0] ?? [];
  };
}

/**
 * Every route as `METHOD /path`, and as `ANY /path` what answers below a path whatever the method. Middleware of all
 * paths comes as `ANY / name`.
 */
function routesOf({ stack }: Stack, base = ''): string[] {
  return stack.flatMap(({ route, handle, mountedAt = '/' }) => {
    if (route) {
      const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
      return [route.path].flat().flatMap((path) => methods.map((method) => `${method} ${join(base, path)}`));
    }
    return mountedAt.split(' ').flatMap((path) => {
      if (handle.stack) return routesOf({ stack: [...handle.stack] }, join(base, path));
      return path === '/' ? [`ANY ${join(base, path)} ${handle.name || 'nameless'}`] : [`ANY ${join(base, path)}`];
    });
  });
}

const join = (base: string, path: string): string => `${base}${path}`.replaceAll('//', '/').replace(/(.)\/$/, '$1');

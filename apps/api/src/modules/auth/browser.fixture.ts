/** Follows redirects and keeps cookies by host, as a browser does. */
export class Browser {
  readonly cookies = new Map<string, Map<string, string>>();
  readonly visited: string[] = [];

  /** @param until - the first address that is not asked for any more. */
  async go(address: string, until: RegExp = /^never$/): Promise<{ url: URL; status: number }> {
    for (let url = new URL(address); ;) {
      if (until.test(url.href)) return { url, status: 0 };
      this.visited.push(url.href);
      const jar = this.jar(url);
      const cookie = this.cookieOf(url.href);
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
      await answer.arrayBuffer();
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status >= 400 || location === null) return { url, status: answer.status };
      url = new URL(location, url);
    }
  }

  jar({ host }: { host: string }): Map<string, string> {
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    return jar;
  }

  /** What is sent to an address. */
  cookieOf(address: string): string {
    return [...this.jar(new URL(address))].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

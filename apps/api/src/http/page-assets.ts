import express, { type RequestHandler } from 'express';

/** Names hold a hash of what is in them. */
const aYearMs = 365 * 24 * 60 * 60 * 1_000;

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * Scripts and styles of the pages as they were compressed when the pages were built: smaller than what can be afforded
 * while somebody waits. Whoever does not take brotli, and what is not there, gets Next's answer.
 *
 * @param folder - `.next/static`, beside each of whose files may be one that ends with `.br`.
 */
export function pageAssets(folder: string): RequestHandler {
  const compressed = express.static(folder, {
    fallthrough: true,
    index: false,
    redirect: false,
    immutable: true,
    maxAge: aYearMs,
    setHeaders(res, file) {
      res.setHeader('Content-Encoding', 'br');
      res.setHeader('Content-Type', types[/\.(js|css)\.br$/.exec(file)?.[1] ?? ''] ?? 'application/octet-stream');
      res.vary('Accept-Encoding');
    },
  });
  return (req, res, next) => {
    const { url } = req;
    if (!/\.(js|css)$/.test(req.path) || !/\bbr\b/.test(req.get('accept-encoding') ?? '')) return next();
    req.url = `${req.path}.br`;
    compressed(req, res, (error?: unknown) => {
      req.url = url;
      next(error);
    });
  };
}

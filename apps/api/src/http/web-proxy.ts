import { type ServerResponse } from 'node:http';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { pagesAway } from './unavailable.ts';

/** Headers by which a client could speak to Next as if it were Next itself. */
const internal = ['x-middleware-subrequest', 'x-middleware-rewrite', 'x-invoke-path', 'x-matched-path'];
/** A body stops at the front door: none of the pages accepts one. */
const ofBody = ['content-length', 'transfer-encoding', 'content-encoding', 'expect'];

/** Hands what the API does not answer to Next, on loopback; `upgrade` serves the socket of `next dev`. */
export function webProxy(webUrl: string) {
  return createProxyMiddleware({
    target: webUrl,
    xfwd: true,
    on: {
      proxyReq(proxyReq, req) {
        for (const name of [...internal, ...ofBody]) proxyReq.removeHeader(name);
        // Only `next dev` accepts any, from its own pages.
        const { body } = req as { body?: unknown };
        if (typeof body !== 'string') return;
        proxyReq.setHeader('content-length', Buffer.byteLength(body));
        proxyReq.write(body);
      },
      proxyRes(proxyRes) {
        delete proxyRes.headers['x-powered-by'];
      },
      error(_error, req, res) {
        if (!('writeHead' in res)) return void res.destroy();
        const answer = res as ServerResponse;
        if (answer.headersSent) return void answer.destroy();
        pagesAway(req, answer);
      },
    },
  });
}

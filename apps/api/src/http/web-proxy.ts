import { type ServerResponse } from 'node:http';
import { createProxyMiddleware } from 'http-proxy-middleware';

/** Headers by which a client could speak to Next as if it were Next itself. */
const internal = ['x-middleware-subrequest', 'x-middleware-rewrite', 'x-invoke-path', 'x-matched-path'];

/** Hands what the API does not answer to Next, on loopback; `upgrade` serves the socket of `next dev`. */
export function webProxy(webUrl: string) {
  return createProxyMiddleware({
    target: webUrl,
    xfwd: true,
    on: {
      proxyReq(proxyReq) {
        for (const name of internal) proxyReq.removeHeader(name);
      },
      proxyRes(proxyRes) {
        delete proxyRes.headers['x-powered-by'];
      },
      error(_error, _req, res) {
        if (!('writeHead' in res)) return void res.destroy();
        const answer = res as ServerResponse;
        if (answer.headersSent) return void answer.destroy();
        answer.writeHead(502, {
          'Content-Type': 'text/plain; charset=utf-8',
          'Cache-Control': 'no-store',
          'Retry-After': '2',
        });
        answer.end('The pages are starting. Reload in a moment.\n页面正在启动，请稍后刷新。\n');
      },
    },
  });
}

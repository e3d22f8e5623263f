import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

export interface Site {
  /** `http://localhost:PORT/` */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the page that `npm run build` made, on a free port. */
export async function serveSite(): Promise<Site> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 0, allowedHosts: true } });
  const { port } = server.httpServer.address() as AddressInfo;
  return { address: `http://localhost:${port}/`, close: () => server.close() };
}

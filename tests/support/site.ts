import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

export interface Site {
  /** `http://localhost:PORT/`, with the folder, if any. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the page that `npm run build` made, on a free port: as the root of a site or under a folder, `/garden/`; to pages of this site or, with `cors`, to all. */
export async function serveSite({ base = '/', cors = false } = {}): Promise<Site> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const server = await preview({ root, base, logLevel: 'error', preview: { host: '127.0.0.1', port: 0, allowedHosts: true, cors } });
  const { port } = server.httpServer.address() as AddressInfo;
  return { address: `http://localhost:${port}${base}`, close: () => server.close() };
}

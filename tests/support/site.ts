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
  const server = await preview({ root, logLevel: 'error', preview: { host: 'localhost', port: 0, strictPort: false, open: false } });
  const { port } = server.httpServer.address() as AddressInfo;
  return { address: `http://localhost:${port}/`, close: () => server.close() };
}

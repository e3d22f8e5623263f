export interface NamedAdapter {
  readonly name: string;
  readonly adapter: GPUAdapter;
  /** What brought it; asked again, it brings another object for the same GPU, since an adapter gives one device. */
  readonly request: GPURequestAdapterOptions;
}

/** All that an adapter says of itself, as one line. */
export function adapterName({ info }: GPUAdapter): string {
  const parts = [info.description, info.device, info.architecture, info.vendor].filter((part) => part !== '');
  return parts.join(', ');
}

/** The distinct adapters there are, the fastest first: WebGPU answers with one a request, so all that differ are made. */
export async function listAdapters(gpu: GPU): Promise<readonly NamedAdapter[]> {
  const requests: readonly GPURequestAdapterOptions[] = [
    { powerPreference: 'high-performance' },
    {},
    { powerPreference: 'low-power' },
    { forceFallbackAdapter: true },
  ];
  const adapters = new Map<string, NamedAdapter>();
  for (const request of requests) {
    const adapter = await gpu.requestAdapter(request);
    if (!adapter) continue;
    const name = adapterName(adapter);
    if (!adapters.has(name)) adapters.set(name, { name, adapter, request });
  }
  return [...adapters.values()];
}

/** The first adapter whose name has `wanted` in it, in any case. */
export function adapterNamed<T extends { readonly name: string }>(adapters: readonly T[], wanted: string): T | undefined {
  return adapters.find(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
}

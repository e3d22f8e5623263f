import { arch, cpus, platform, release, totalmem } from 'node:os';
import packageJson from '../../../package.json';

/** `git describe` of the source, put in by vite.cli.config.js. */
declare const COMMIT: string;

const { version, dependencies, devDependencies } = packageJson;

/** The package of each framework that is one; what it says is pinned exactly. */
const VERSIONS = {
  kernelgarten: version,
  tfjs: devDependencies['@tensorflow/tfjs'],
  jaxjs: devDependencies['@jax-js/jax'],
  convnetjs: devDependencies.convnetjs,
} as const;

export function versionOf(framework: keyof typeof VERSIONS): string {
  return VERSIONS[framework];
}

export interface Host {
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** The npm package of Dawn. */
  readonly webgpu: string;
  readonly chromium?: string;
}

export function describeHost(chromium?: string): Host {
  const cores = cpus();
  return {
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    webgpu: dependencies.webgpu,
    ...(chromium === undefined ? {} : { chromium }),
  };
}

/** The commit this program was built from; `-dirty` with changes that are in no commit. */
export function commit(): string {
  return COMMIT;
}

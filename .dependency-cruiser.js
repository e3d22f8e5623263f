import { builtinModules } from 'node:module';

/**
 * What the files of a folder of `src` may import beside one another: each arrow of docs/design.md, read from its tail.
 *
 * `engine/graph` is a folder with all in it, or one file without its ending; `engine/*` the files that lie in `engine` itself.
 * `type …` may be imported for its types alone, `npm …` is a package, `node` whatever comes with Node, `/…` lies outside `src`.
 */
const may = {
  'engine/*': [],
  'engine/layers': ['engine/*'],
  'engine/graph': ['engine/*', 'engine/layers', 'engine/optim', 'engine/pictures'],
  'engine/kernels': ['/shaders'],
  'engine/optim': ['engine/*', 'type engine/kernels', 'engine/metrics', 'engine/pictures', 'type engine/weights/layout'],
  'engine/plan': ['engine/*', 'engine/layers', 'engine/graph', 'engine/kernels', 'engine/optim'],
  'engine/pictures': ['engine/*'],
  'engine/weights': [
    ...['engine/*', 'engine/graph', 'type engine/layers', 'type engine/pictures', 'engine/plan/layout', 'type engine/plan/types'],
    ...['npm @petamoriken/float16', 'npm ml-matrix'],
  ],
  'engine/metrics': ['engine/*', 'engine/graph', 'type engine/layers', 'type engine/weights/layout', 'npm ml-matrix'],
  'engine/check': [
    'engine/*',
    'engine/graph',
    'engine/kernels',
    'engine/layers',
    'engine/pictures',
    'engine/plan',
    'engine/runtime',
    'engine/weights',
    '/shaders',
  ],
  'engine/tuning': ['engine/*', 'engine/check/relativeError', 'engine/kernels', 'engine/plan', 'engine/runtime', 'engine/weights/half'],
  'engine/runtime': [
    ...['engine/*', 'type engine/check/prover', 'engine/graph', 'engine/kernels', 'engine/metrics', 'engine/optim', 'engine/pictures', 'engine/plan'],
    ...['engine/tuning/tune', 'engine/weights'],
  ],
  'engine/profile': ['engine/*', 'engine/graph', 'engine/kernels', 'type engine/pictures', 'engine/plan', 'engine/runtime', '/shaders'],
  'engine/explain': ['engine/*', 'engine/check/scalarFunctions', 'engine/graph', 'engine/layers', 'type engine/weights/layout'],
  'engine/attribution': ['engine/*', 'engine/graph', 'engine/metrics', 'type engine/pictures'],

  data: ['engine/*', 'type engine/optim/schedule', 'npm pako'],
  i18n: ['engine/problem', 'npm i18next', 'npm react', 'npm react-i18next'],
  worker: ['engine', 'data', 'npm umap-js'],
  state: [
    ...['engine/*', 'engine/graph', 'engine/layers', 'engine/metrics', 'engine/optim', 'engine/plan', 'type engine/attribution/occlusion'],
    'type engine/check/prover',
    ...['data/course', 'data/text', 'data/types', 'type worker/messages', 'i18n', 'npm react', 'npm zundo', 'npm zustand'],
  ],
  ui: [
    ...['engine/*', 'engine/graph', 'engine/layers', 'engine/metrics', 'engine/optim', 'type engine/plan', 'engine/attribution', 'type engine/check/prover'],
    ...['engine/check/reference', 'engine/check/scalarFunctions', 'engine/explain', 'engine/profile/arithmetic', 'engine/profile/report'],
    ...['engine/weights/initialise', 'data/types', 'worker/messages', 'state', 'i18n', '/package.json'],
    ...['npm @dnd-kit', 'npm i18next', 'npm lucide-react', 'npm radix-ui', 'npm react', 'npm react-dropzone', 'npm react-error-boundary'],
    ...['npm react-i18next', 'npm recharts'],
  ],
  main: ['state', 'ui', 'npm react', 'npm react-dom'],

  bench: ['engine', 'data', 'npm @jax-js', 'npm @tensorflow', 'npm convnetjs'],
  cli: [
    ...['engine', 'data', 'bench', 'i18n', '/scripts', '/package.json', 'node'],
    ...['npm cli-progress', 'npm commander', 'npm i18next', 'npm playwright-core', 'npm vite', 'npm webgpu'],
  ],
};

/** A pattern for the paths of an entry of {@link may}. */
function pathsOf(entry) {
  if (entry === 'node') return `^(node:.+|${builtinModules.join('|')})$`;
  if (entry.startsWith('npm ')) return `(^|/)node_modules/${entry.slice(4)}/`;
  if (entry.startsWith('/')) return `^${entry.slice(1)}(/|$)`;
  return entry.endsWith('/*') ? `^src/${entry.slice(0, -1)}[^/]+$` : `^src/${entry}(/|\\.)`;
}

const folderRules = Object.entries(may).flatMap(([folder, entries]) => {
  const isType = (entry) => entry.startsWith('type ');
  const types = entries.filter(isType).map((entry) => pathsOf(entry.slice(5)));
  const others = [folder, ...entries.filter((entry) => !isType(entry))].map(pathsOf);
  const from = { path: pathsOf(folder) };
  const rules = [{ name: `${folder} may not import this`, severity: 'error', from, to: { pathNot: [...others, ...types] } }];
  if (types.length === 0) return rules;
  const values = { path: types, pathNot: others, dependencyTypesNot: ['type-only'] };
  return [...rules, { name: `${folder} may import its types alone`, severity: 'error', from, to: values }];
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no circles',
      comment: 'Types count: files that know one another cannot be understood, or moved, one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every folder is in the table',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(may).map(pathsOf) },
      to: {},
    },
    ...folderRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

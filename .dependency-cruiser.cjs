/** The import table of docs/architecture.md: arrows point inward only. */
const layer = (name, mayImport, { types = [] } = {}) => ({
  name: `${name}-imports`,
  comment: `${name}/ may import: ${[name, ...mayImport, ...types.map((t) => `${t} (types)`)].join(', ')}`,
  severity: 'error',
  // Tests stand on whatever they test against.
  from: { path: `^${name}/`, pathNot: '(\\.test\\.ts$|^[a-z]+/testing/)' },
  to: {
    path: '^(pipeline|models|keeper|store|workers|api|client|web|cli|scripts|fixtures)/',
    pathNot: `^(${[name, ...mayImport, ...types].join('|')})(/|\\.ts$)`,
  },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    layer('pipeline', []),
    {
      name: 'pipeline-is-pure',
      comment: 'pipeline/ imports no package and no Node module: only itself',
      severity: 'error',
      from: { path: '^pipeline/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'], pathNot: 'typebox' },
    },
    layer('models', ['pipeline']),
    layer('keeper', ['pipeline']),
    {
      name: 'keeper-client-imports',
      comment: 'keeper/client/ holds no key: it may import only itself and pipeline/',
      severity: 'error',
      from: { path: '^keeper/client/', pathNot: '\\.(integration\\.|e2e\\.)?test\\.ts$' },
      to: { path: '^keeper/', pathNot: '^keeper/client/' },
    },
    layer('store', ['pipeline']),
    // Workers reach the keeper through its client only.
    layer('workers', ['pipeline', 'models', 'store', 'keeper/client']),
    // Of the workers, only what puts jobs in: no handler runs inside the API.
    layer('api', [
      'pipeline',
      'store',
      'keeper/client',
      'workers/(queues|job-map|job-backend|file-digest|media|operations)',
    ]),
    // Taken out as a package of its own: the generated types, and nothing of ours.
    layer('client', []),
    layer('fixtures', ['pipeline']),
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};

/** The rules of the house that a reader could forget and a test cannot. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { after, before, describe, it } from 'node:test';
import ts from 'typescript';
import { SETTING_NAMES } from '../src/config.js';
import { projectRoot } from '../src/root.js';
import { PROBLEMS } from '../src/web/api/problem.js';
import { API_PREFIX } from '../src/web/api/openapi.js';
import { createFakeTagger } from './support/fakeTagger.js';
import { pageRoutes } from './support/pageRoutes.js';
import { startApp, type RunningApp } from './support/runningApp.js';

const ROOT = projectRoot();
const MAX_LINES = 300;

interface Room {
  /** Rooms whose code may be used, and rooms of which only types may be. */
  readonly uses: readonly string[];
  readonly typesOf: readonly string[];
  /** Packages that belong to other rooms; `node:` stands for everything of Node. */
  readonly without: readonly string[];
}

const DRIVERS = ['knex', 'sqlite3', 'sqlite-vec'];
const MODELS = ['@xenova/transformers', 'piscina'];
const SERVERS = ['express', 'ejs', 'helmet', 'multer'];

const ROOMS: Readonly<Record<string, Room>> = {
  domain: { uses: [], typesOf: [], without: ['node:', 'zod', ...DRIVERS, ...MODELS, ...SERVERS] },
  language: { uses: ['domain'], typesOf: [], without: [...DRIVERS, ...MODELS, ...SERVERS] },
  embedding: { uses: ['domain', 'language'], typesOf: [], without: [...DRIVERS, ...SERVERS] },
  tagging: { uses: ['domain', 'language', 'embedding'], typesOf: [], without: [...DRIVERS, ...SERVERS] },
  ingest: { uses: ['domain', 'language'], typesOf: [], without: [...DRIVERS, ...MODELS, ...SERVERS] },
  store: { uses: ['domain'], typesOf: [], without: [...MODELS, ...SERVERS] },
  flows: {
    uses: ['domain', 'ingest', 'language'],
    typesOf: ['store', 'embedding', 'tagging'],
    without: [...DRIVERS, ...MODELS, ...SERVERS],
  },
  web: { uses: ['domain', 'flows'], typesOf: ['store', 'tagging'], without: [...DRIVERS, ...MODELS] },
};

function filesUnder(folder: string, endings: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name))
    .sort();
}

const nameOf = (file: string): string => relative(ROOT, file).split(sep).join('/');
const SOURCES = filesUnder(join(ROOT, 'src'), ['.ts']);

interface Import {
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const names =
        clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : null;
      const everyNameIsType =
        !clause?.name && names !== null && names.length > 0 && names.every((name) => name.isTypeOnly);
      const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || everyNameIsType;
      found.push({ specifier: node.moduleSpecifier.text, typeOnly });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      found.push({ specifier: argument && ts.isStringLiteral(argument) ? argument.text : '?', typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What is wrong with an import of a file in a room, or null. */
function faultOf(file: string, roomName: string, room: Room, { specifier, typeOnly }: Import): string | null {
  if (!specifier.startsWith('.')) {
    const foreign = room.without.find((name) => (name.endsWith(':') ? specifier.startsWith(name) : specifier === name));
    return foreign && !typeOnly ? `${nameOf(file)} imports ${specifier}, which ${roomName} does without` : null;
  }
  const [top, target = ''] = nameOf(resolve(file, '..', specifier)).split('/');
  if (top === 'src' && (target === roomName || room.uses.includes(target))) return null;
  if (top === 'src' && typeOnly && room.typesOf.includes(target)) return null;
  return `${nameOf(file)} imports ${typeOnly ? 'types of ' : ''}${specifier}, which is not in ${roomName}'s row of the table`;
}

describe('the house', () => {
  it('has rooms that import only what the table allows', () => {
    const faults = SOURCES.flatMap((file) => {
      const roomName = nameOf(file).split('/')[1] ?? '';
      const room = ROOMS[roomName];
      return room ? importsOf(file).map((each) => faultOf(file, roomName, room, each)) : [];
    }).filter((fault) => fault !== null);
    assert.deepEqual(faults, []);
  });

  it('tells an import that the table does not allow', () => {
    const file = join(ROOT, 'src/domain/nps.ts');
    const domain = ROOMS['domain'] ?? assert.fail();
    const flows = ROOMS['flows'] ?? assert.fail();
    assert.match(faultOf(file, 'domain', domain, { specifier: 'node:fs', typeOnly: false }) ?? '', /does without/);
    const store = { specifier: '../store/store.js', typeOnly: false };
    assert.match(faultOf(join(ROOT, 'src/flows/a.ts'), 'flows', flows, store) ?? '', /not in flows's row/);
    assert.equal(faultOf(join(ROOT, 'src/flows/a.ts'), 'flows', flows, { ...store, typeOnly: true }), null);
  });

  it('has no folder in src beside the rooms and commands', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).sort(), [...Object.keys(ROOMS), 'commands'].sort());
  });

  it(`has no source file over ${MAX_LINES} lines`, () => {
    const long = SOURCES.map(
      (file) => [nameOf(file), readFileSync(file, 'utf8').split('\n').length - 1] as const,
    ).filter(([, lines]) => lines > MAX_LINES);
    assert.deepEqual(long, []);
  });

  it('reads the environment only where a process starts', () => {
    const allowed = /^src\/(main|cli)\.ts$|^src\/commands\//;
    const readers = SOURCES.filter((file) =>
      /process\s*(\.\s*env|\[\s*'env')|\{[^}]*\benv\b[^}]*\} = process\b/.test(readFileSync(file, 'utf8')),
    );
    assert.deepEqual(
      readers.map(nameOf).filter((name) => !allowed.test(name)),
      [],
    );
    assert.ok(readers.length > 0, 'the search itself finds something');
  });

  it('has SQL only in store', () => {
    const sql =
      /\b(SELECT\s+[\w*.,\s]+\s+FROM|INSERT\s+INTO|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)|UPDATE\s+\w+\s+SET)\b/;
    const holders = SOURCES.filter((file) => sql.test(readFileSync(file, 'utf8'))).map(nameOf);
    assert.deepEqual(
      holders.filter((name) => !name.startsWith('src/store/')),
      [],
    );
    assert.ok(holders.length > 0);
  });
});

describe('the documents', () => {
  const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
  let app: RunningApp;
  before(async () => {
    app = await startApp({ tagger: createFakeTagger(), idle: true });
  });
  after(() => app.close());

  it('name every setting', () => {
    const text = read('docs/configuration.md');
    assert.deepEqual(
      SETTING_NAMES.filter((name) => !text.includes(`\`${name}\``)),
      [],
    );
    const named = [...text.matchAll(/`(KUULOLLA_[A-Z_]+|PORT|HOST)`/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      [...new Set(named)].filter((name) => !SETTING_NAMES.includes(name)),
      [],
      'and none that is not there',
    );
  });

  it('name every route and every kind of problem of the API', async () => {
    const text = read('docs/api.md');
    const { paths } = (await (await fetch(`${app.url}${API_PREFIX}/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of Object.keys(operations)) {
        assert.ok(text.includes(`${method.toUpperCase()} ${path}`), `${method.toUpperCase()} ${path}`);
      }
    }
    for (const kind of Object.keys(PROBLEMS)) assert.ok(text.includes(`\`${kind}\``), kind);
  });

  it('name every page', () => {
    const text = read('README.md') + read('docs/operations.md') + read('docs/api.md');
    const routes = pageRoutes(app.assembly.app);
    assert.ok(routes.includes('/comments/:id') && routes.includes('/healthz'), routes.join(' '));
    assert.deepEqual(
      routes.filter((route) => !text.includes(`\`${route}\``)),
      [],
    );
  });

  it('name every command', () => {
    const names = filesUnder(join(ROOT, 'src/commands'), ['.ts']).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/program\s*\.command\('([a-z-]+)/g)].map((match) => match[1] ?? ''),
    );
    assert.ok(names.length >= 8, names.join());
    const text = read('README.md');
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\\| \`${name}[ \`]`).test(text)),
      [],
    );
  });

  it('link only to files that exist', () => {
    for (const file of [
      join(ROOT, 'README.md'),
      join(ROOT, 'CHANGELOG.md'),
      ...filesUnder(join(ROOT, 'docs'), ['.md']),
    ]) {
      for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(
        /\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)/g,
      )) {
        assert.ok(existsSync(resolve(file, '..', target)), `${nameOf(file)} → ${target}`);
      }
    }
  });
});

describe('the repository', () => {
  it('names no folder of a machine that it was written on', () => {
    const workplace = new RegExp(['/work', '/|/home/', '\\w+/|/Users', '/\\w+/'].join(''));
    const files = [
      ...['src', 'test', 'bench', 'data', 'docs', 'views', 'models'].flatMap((folder) =>
        filesUnder(join(ROOT, folder), ['.ts', '.js', '.ejs', '.css', '.md', '.py', '.json', '.jsonl', '.txt']),
      ),
      ...['README.md', 'CHANGELOG.md', 'package.json', 'tsconfig.json', '.ci/run', '.npmrc'].map((name) =>
        join(ROOT, name),
      ),
    ];
    const holders = files.filter((file) => workplace.test(readFileSync(file, 'utf8')));
    assert.deepEqual(holders.map(nameOf), []);
  });

  it('locks packages by digest, not by the registry that one machine used', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    assert.doesNotMatch(lock, /"resolved":/);
    assert.match(lock, /"integrity": "sha512-/);
  });
});

/** The whole service as it is started by main.ts, on a free port, with a folder of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assemble, type Assembly, type AssemblyOptions } from '../../src/assemble.js';
import type { Background } from '../../src/background.js';
import { LOCAL_ACTOR } from '../../src/domain/actor.js';
import { parseConfig } from '../../src/config.js';
import { Passwords } from '../../src/flows/passwords.js';
import { createLog } from '../../src/log.js';
import { projectRoot } from '../../src/root.js';
import type { Learner } from '../../src/tagging/learner.js';
import type { Tagger } from '../../src/tagging/tagger.js';
import { createTemporaryFolder } from './temporaryFolder.js';
import { QUICK_COST } from './visitor.js';

export interface RunningApp {
  /** `http://127.0.0.1:PORT`, without a final slash. */
  readonly url: string;
  readonly assembly: Assembly;
  /** Null when started idle. */
  readonly background: Background | null;
  /** Where the app writes. */
  readonly dataFolder: string;
  /** Stops, and removes the folder. */
  close(): Promise<void>;
}

export interface RunningAppOptions {
  /** In place of the shipped model. */
  readonly tagger?: Tagger & Learner;
  /** Who is asking; someone who may do everything unless given. */
  readonly actorOf?: NonNullable<AssemblyOptions['actorOf']>;
  /** Nobody has signed in until they do, as in the real service. */
  readonly accounts?: boolean;
  /** Settings beside the folder and the port; without the demo unless given. */
  readonly env?: Readonly<Record<string, string>>;
  /** Do not tag in the background. */
  readonly idle?: boolean;
}

export async function startApp(options: RunningAppOptions = {}): Promise<RunningApp> {
  const folder = await createTemporaryFolder();
  const root = projectRoot();
  const env = { PORT: '0', KUULOLLA_DATA: folder.path, KUULOLLA_DEMO: 'false', KUULOLLA_LOG_LEVEL: 'error' };
  const config = parseConfig({ ...env, ...options.env }, root);
  const log = createLog(config.logLevel);
  const assembly = await assemble(config, {
    root,
    log,
    ...(options.tagger && { tagger: options.tagger }),
    passwords: new Passwords(QUICK_COST),
    ...(!options.accounts && { actorOf: options.actorOf ?? (() => LOCAL_ACTOR) }),
  });
  const server = createServer(assembly.app);
  await new Promise<void>((resolve) => server.listen(config.port, config.host, resolve));
  const background = options.idle ? null : assembly.startBackground();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${config.host}:${port}`,
    assembly,
    background,
    dataFolder: folder.path,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await assembly.close();
      await folder.remove();
    },
  };
}

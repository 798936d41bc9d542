/** The server's process: settings in, one address out, an orderly end on a signal. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assemble, type Assembly } from './assemble.js';
import { ConfigError, parseConfig, type Config } from './config.js';
import { createLog, explainError } from './log.js';
import { projectRoot } from './root.js';

/** Requests under way may finish within this time. */
const CLOSE_TIMEOUT_MS = 10_000;

async function main(): Promise<void> {
  const root = projectRoot();
  const config = parseConfig(process.env, root);
  const log = createLog(config.logLevel);
  // The port comes first: ending workers that are still loading native code, because it is in use, can abort the process.
  let serve: (app: Assembly['app']) => void = () => undefined;
  const served = new Promise<Assembly['app']>((resolve) => (serve = resolve));
  const server = createServer((req, res) => {
    void served.then((app) => {
      app(req, res);
    });
  });
  await listen(server, config);
  let assembly: Assembly;
  try {
    assembly = await assemble(config, { root, log });
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
  serve(assembly.app);
  const { address, port, family } = server.address() as AddressInfo;
  process.stdout.write(`Kuulolla listens on http://${family === 'IPv6' ? `[${address}]` : address}:${port}\n`);
  assembly.startBackground();
  closeOnSignal(server, assembly);
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reasons: Readonly<Record<string, string>> = {
        EADDRINUSE: `port ${port} of ${host} is in use; stop what listens there, or set PORT to another one`,
        EACCES: `port ${port} may not be used by this account; set PORT to 1024 or above`,
      };
      const reason = reasons[cause.code ?? ''];
      reject(reason ? new Error(reason) : new Error(`expected to listen on port ${port} of ${host}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

function closeOnSignal(server: Server, assembly: Assembly): void {
  let closing = false;
  const close = async (): Promise<void> => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await closed;
    clearTimeout(timer);
    await assembly.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${explainError(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof ConfigError ? `${error.message}\n` : `Kuulolla could not start: ${explainError(error)}\n`,
  );
  process.exitCode = 1;
});

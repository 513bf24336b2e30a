// VS Code with the extension to look at by hand, in any browser of this machine: `node test/vscode/bed/try.mjs [folder]`.
import path from 'node:path';
import { provideExtension, namedExtension } from './extension';
import { installBed, projectRoot } from './install';
import { startServer } from './server';

const folder = path.resolve(process.argv[2] ?? path.join(projectRoot, 'samples'));
const bed = await installBed();
await provideExtension();
const server = await startServer({ bed, extension: namedExtension() });
const stop = (): void => {
  void server.stop().then(() => process.exit());
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
console.log(`Open ${server.url}/?folder=${encodeURIComponent(folder)}\nCtrl+C stops it.`);

/** The server as a Node process: started by the editor with `--node-ipc`, by others with `--stdio`. */
import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

startServer(createConnection(), { pause: () => new Promise(resolve => setImmediate(resolve)) });

// http looks at net's functions when it needs them, but for the class of its servers and what its agents connect
// with: those it has taken when it was loaded.

import http from 'node:http';
import net from 'node:net';
import ours from '../runtime/node.ts';

const { createConnection } = net;

export function replaceHttp(): void {
  Object.setPrototypeOf(http.Server.prototype, ours.Server.prototype);
  Object.setPrototypeOf(http.Server, ours.Server);
  const agents = http.Agent.prototype as { createConnection?: unknown };
  if (agents.createConnection === createConnection) agents.createConnection = ours.createConnection;
}

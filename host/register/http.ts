// http looks at net's functions when it needs them, but for the class of its servers and what its agents connect
// with: those it has taken when it was loaded. http2 goes to a handle below its socket for all it does, and of a stream
// of JavaScript takes no notice that it is still connecting: without TLS, where tls gives it one, it stays on the
// runtime's own sockets.

import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { promisify } from 'node:util';
import ours from '../runtime/node.ts';
import { withMembers } from './node-net.ts';

type Call = (...args: unknown[]) => unknown;

/** Taken now, as the class of its servers is with http2's loading. */
const { connect, createConnection } = net;

export function replaceHttp(): void {
  Object.setPrototypeOf(http.Server.prototype, ours.Server.prototype);
  Object.setPrototypeOf(http.Server, ours.Server);
  const agents = http.Agent.prototype as { createConnection?: unknown };
  if (agents.createConnection === createConnection) agents.createConnection = ours.createConnection;
  const connectHttp2 = onRuntimes(http2.connect as Call);
  const promising = onRuntimes(Reflect.get(http2.connect, promisify.custom));
  Object.defineProperty(connectHttp2, promisify.custom, { value: promising });
  Object.assign(http2, { connect: connectHttp2 });
}

function onRuntimes(call: Call): Call {
  const { name } = call;
  // What a program has put in the place of ours stays.
  const onRuntimes = (...args: unknown[]) =>
    net.connect === ours.connect ? withMembers({ connect }, () => call(...args)) : call(...args);
  return Object.defineProperty(onRuntimes, 'name', { value: name });
}

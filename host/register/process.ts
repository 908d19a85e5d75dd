// What connects processes stays the runtime's own: standard streams, the pipes of a child, the listening of a cluster.
// Where the runtime would take one of our sockets for one of its own, to send it, it finds something else.

import { ChildProcess } from 'node:child_process';
import type net from 'node:net';
import ours from '../runtime/node.ts';
import { isOurs, RuntimeServer, RuntimeSocket, runtimeCreateServer, withMembers } from './node-net.ts';

type Method = (...args: unknown[]) => unknown;

/** Pipes among them are made with net.Socket when they are first asked for. */
export function keepStandardStreams(): void {
  for (const name of ['stdin', 'stdout', 'stderr']) {
    const found = Object.getOwnPropertyDescriptor(process, name);
    const get = found?.get;
    if (!get) continue;
    Object.defineProperty(process, name, {
      ...found,
      get: () => withMembers({ Socket: RuntimeSocket }, () => Reflect.apply(get, process, [])),
    });
  }
}

/** Every way to start a process goes through here, and what has a channel to it has its `send` by then. */
export function watchChildren(): void {
  sendNothingOfOurs(process);
  const prototype = ChildProcess.prototype as unknown as { spawn: Method };
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, ...args: unknown[]): unknown {
    const result = Reflect.apply(spawn, this, args);
    sendNothingOfOurs(this);
    if (typeof this.send === 'function') listenForCluster(this);
    return result;
  };
}

/** A handle that cannot be sent is the runtime's to refuse: it throws ERR_INVALID_HANDLE_TYPE for the stand-in. */
function sendNothingOfOurs(end: { send?: unknown }): void {
  const { send } = end;
  if (typeof send !== 'function') return;
  const sendOthers = function (
    this: unknown,
    message: unknown,
    handle?: unknown,
    ...rest: unknown[]
  ): unknown {
    return Reflect.apply(send, this, [message, isOurs(handle) || isOurServer(handle) ? {} : handle, ...rest]);
  };
  // In a thread it only throws, and says so by a property.
  end.send = Object.assign(sendOthers, send);
}

function isOurServer(value: unknown): value is net.Server {
  return value instanceof ours.Server && !(value instanceof RuntimeServer);
}

/** The primary of a cluster listens for its workers, who ask with such a message, and sends them native handles. */
function listenForCluster(worker: ChildProcess): void {
  const { emit } = worker;
  worker.emit = (event: string, ...args: unknown[]): boolean => {
    const tell = () => Reflect.apply(emit, worker, [event, ...args]);
    const asks = event === 'internalMessage' && (args[0] as { act?: string })?.act === 'queryServer';
    return asks ? withMembers({ createServer: runtimeCreateServer }, tell) : tell();
  };
}

// node:dns. Addresses of names come from WASI (../lookup.ts); what else a name server knows, a guest cannot ask.

import { isIP } from '../../address.ts';
import { LINUX_HINTS } from '../../net/arguments.ts';
import { nodeError } from '../../net/errors.ts';
import { getDefaultResultOrder, lookup, setDefaultResultOrder } from '../names.ts';
import { codes } from './dns/codes.ts';
import promises from './dns/promises.ts';
import { asking, notImplemented, QUESTIONS, questionFor, reverse, setServers } from './dns/resolving.ts';
import { validateFunction } from './errors.ts';

const questions = Object.fromEntries(
  Object.entries(QUESTIONS).map(([name, syscall]) => [name, asking(syscall)]),
);

function resolve(name: unknown, record: unknown, callback?: unknown): object {
  if (typeof record === 'function') return asking(QUESTIONS.resolve4)(name, record);
  return asking(questionFor(record))(name, callback);
}

function lookupService(...args: unknown[]): void {
  if (args.length !== 3) throw nodeError('ERR_MISSING_ARGS', 'address', 'port', 'callback');
  const [address, port, callback] = args;
  if (isIP(address) === 0) throw nodeError('ERR_INVALID_ARG_VALUE', 'address', address);
  if (!(Number(port) >= 0 && Number(port) < 65536)) throw nodeError('ERR_SOCKET_BAD_PORT', 'Port', port);
  validateFunction(callback, 'callback');
  const error = notImplemented('getnameinfo', address as string);
  globalThis.process.nextTick(callback as (e: Error) => void, error);
}

export class Resolver {
  cancel(): void {}

  getServers(): string[] {
    return [];
  }

  setServers(): void {
    setServers();
  }

  setLocalAddress(): void {}
}
Object.assign(Resolver.prototype, questions, { resolve, reverse });

export default {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers,
  getServers: () => [],
  ...LINUX_HINTS,
  ...codes,
  resolve,
  ...questions,
  reverse,
  promises,
};

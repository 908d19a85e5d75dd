// node:dns/promises.

import { getDefaultResultOrder, lookup as lookUp, setDefaultResultOrder } from '../../names.ts';
import { nodeError, validateString } from '../errors.ts';
import { codes } from './codes.ts';
import { notImplemented, QUESTIONS, questionFor, setServers } from './resolving.ts';

type Question = (name: unknown) => Promise<never>;

function asking(syscall: string): Question {
  return name => {
    validateString(name, 'name');
    return Promise.reject(notImplemented(syscall, name));
  };
}

const questions = Object.fromEntries(
  Object.entries(QUESTIONS).map(([name, syscall]) => [name, asking(syscall)]),
);

function resolve(name: unknown, record: unknown = 'A'): Promise<never> {
  return asking(questionFor(record))(name);
}

function lookup(hostname: unknown, options?: unknown): Promise<unknown> {
  const all = typeof options === 'object' && options !== null && (options as { all?: boolean }).all;
  return new Promise((fulfil, reject) => {
    lookUp(hostname, options ?? {}, (error: Error | null, found: unknown, family: unknown) => {
      if (error) reject(error);
      else fulfil(all ? found : { address: found, family });
    });
  });
}

function lookupService(...args: unknown[]): Promise<never> {
  if (args.length !== 2) throw nodeError('ERR_MISSING_ARGS', 'address', 'port');
  return Promise.reject(notImplemented('getnameinfo', args[0] as string));
}

class Resolver {
  cancel(): void {}

  getServers(): string[] {
    return [];
  }

  setServers(): void {
    setServers();
  }

  setLocalAddress(): void {}
}
const reverse = asking('getHostByAddr');
Object.assign(Resolver.prototype, questions, { resolve, reverse });

export default {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers,
  getServers: () => [],
  ...codes,
  resolve,
  ...questions,
  reverse,
};

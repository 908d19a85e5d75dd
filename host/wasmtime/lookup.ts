// Node's `dns.lookup` over the names that a guest's engine looks up. WASI gives all addresses of a name, in the order
// in which they are best tried; family, hints and order are made of them here. node: lib dns, lookup

import {
  ERROR_ACCESS_DENIED,
  ERROR_INVALID_ARGUMENT,
  ERROR_NAME_UNRESOLVABLE,
  ERROR_OUT_OF_MEMORY,
  ERROR_PERMANENT_RESOLVER_FAILURE,
  ERROR_POOL_FULL,
  ERROR_TABLE_FULL,
  ERROR_TEMPORARY_RESOLVER_FAILURE,
} from '../../assembly/abi.ts';
import { isIP } from '../address.ts';
import type { ComponentEngine } from '../binding/component.ts';
import { LINUX_HINTS } from '../net/arguments.ts';
import { called } from '../net/callable.ts';
import type { HostRuntime } from '../net/context.ts';
import { nodeError } from '../net/errors.ts';
import { codeOf } from '../net/failures.ts';
import { dnsException } from '../net/system-errors.ts';
import {
  validateBoolean,
  validateFunction,
  validateNumber,
  validateOneOf,
  validateText,
} from '../net/validators.ts';

const ORDERS = ['verbatim', 'ipv4first', 'ipv6first'] as const;
const FAMILIES = [0, 4, 6] as const;
const { ADDRCONFIG, V4MAPPED, ALL } = LINUX_HINTS;
/** Longer names the system's resolver does not take, in characters. */
const LONGEST = 255;
/** RFC 6761 6.3: these are the loopback's, whoever is asked. */
const LOCALHOST = /^(.*\.)?localhost\.?$/i;
const LOOPBACK = ['127.0.0.1', '::1'];

/** How a runtime says that it looks up no names; Wasmtime has the second for it. */
const REFUSALS = [ERROR_ACCESS_DENIED, ERROR_PERMANENT_RESOLVER_FAILURE];
const CODES = new Map([
  [ERROR_NAME_UNRESOLVABLE, 'ENOTFOUND'],
  [ERROR_INVALID_ARGUMENT, 'ENOTFOUND'],
  [ERROR_TEMPORARY_RESOLVER_FAILURE, 'EAI_AGAIN'],
  [ERROR_PERMANENT_RESOLVER_FAILURE, 'EAI_FAIL'],
  [ERROR_OUT_OF_MEMORY, 'EAI_MEMORY'],
  [ERROR_TABLE_FULL, 'EAI_MEMORY'],
  [ERROR_POOL_FULL, 'EAI_MEMORY'],
]);

export type ResultOrder = (typeof ORDERS)[number];
export type LookupCallback = (error: Error | null, found?: unknown, family?: number) => void;

export interface Lookups {
  /** Node 26's: the same checks, errors and answers, for a callback in a later turn. */
  lookup(hostname: unknown, options: unknown, callback?: unknown): object;
  getDefaultResultOrder(): ResultOrder;
  /** Throws ERR_INVALID_ARG_VALUE. */
  setDefaultResultOrder(order: unknown): void;
}

export interface LookupRuntime extends Pick<HostRuntime, 'snapshot' | 'warn'> {
  nextTick(callback: () => void): void;
}

interface Question {
  family: 0 | 4 | 6;
  hints: number;
  all: boolean;
  order: ResultOrder;
}

interface Found {
  address: string;
  family: 4 | 6;
}

/** The functions of `dns` that look names up, over one engine. */
export function createLookups(engine: Pick<ComponentEngine, 'resolve'>, runtime: LookupRuntime): Lookups {
  let order: ResultOrder = 'verbatim';
  let warned = false;

  function ask(name: string, question: Question, callback: LookupCallback): void {
    const scope = runtime.snapshot();
    engine.resolve(name, (error, addresses) => {
      const refused = REFUSALS.includes(error);
      const own = refused && LOCALHOST.test(name);
      if (refused && !own && !warned) {
        warned = true;
        const words = `${name} is not looked up: wasmtime run -S allow-ip-name-lookup does it`;
        runtime.warn?.(words, 'Warning');
      }
      const found = chosen(own ? LOOPBACK : addresses, question);
      const code = error === 0 || own ? 'ENOTFOUND' : (CODES.get(error) ?? codeOf(error));
      scope.runInAsyncScope(() => {
        if (found.length === 0) callback(dnsException(code, 'getaddrinfo', name));
        else answer(callback, found, question);
      });
    });
  }

  function lookup(hostname: unknown, options: unknown, third?: unknown): object {
    const name = hostname ? validateText(hostname, 'hostname') : '';
    const [question, callback] = questionOf(options, third, order);
    if (name === '')
      throw nodeError('ERR_INVALID_ARG_VALUE', 'hostname', hostname, 'must be a non-empty string');
    const family = isIP(name);
    if (family !== 0) runtime.nextTick(() => answer(callback, [{ address: name, family }], question));
    else if (name.length <= LONGEST) ask(name, question, callback);
    else runtime.nextTick(() => callback(dnsException('EINVAL', 'getaddrinfo', name)));
    return {};
  }

  return {
    lookup: called(lookup, 'lookup', 3),
    getDefaultResultOrder: () => order,
    setDefaultResultOrder(value) {
      order = validateOneOf(value, 'dnsOrder', ORDERS);
    },
  };
}

/** Checks what was asked, as Node does: of three arguments the second may be left out. */
function questionOf(options: unknown, third: unknown, usual: ResultOrder): [Question, LookupCallback] {
  const question: Question = { family: 0, hints: 0, all: false, order: usual };
  if (typeof options === 'function') return [question, options as LookupCallback];
  const odd = options !== undefined && typeof options !== 'object' && typeof options !== 'number';
  const callback = validateFunction(
    odd && third === undefined ? options : third,
    'callback',
  ) as LookupCallback;
  if (odd) throw nodeError('ERR_INVALID_ARG_TYPE', 'options', ['integer', 'object'], options);
  if (typeof options === 'number') question.family = validateOneOf(options, 'family', FAMILIES);
  else readOptions((options ?? {}) as Record<string, unknown>, question);
  return [question, callback];
}

function readOptions(options: Record<string, unknown>, question: Question): void {
  const { hints, family, all, verbatim, order } = options;
  if (isGiven(hints)) question.hints = validateHints(hints);
  if (isGiven(family)) question.family = validateFamily(family);
  if (isGiven(all)) question.all = validateBoolean(all, 'options.all');
  if (isGiven(verbatim)) {
    question.order = validateBoolean(verbatim, 'options.verbatim') ? 'verbatim' : 'ipv4first';
  }
  if (isGiven(order)) question.order = validateOneOf(order, 'options.order', ORDERS);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function validateHints(value: unknown): number {
  const hints = validateNumber(value, 'options.hints') >>> 0;
  if ((hints & ~(ADDRCONFIG | V4MAPPED | ALL)) !== 0)
    throw nodeError('ERR_INVALID_ARG_VALUE', 'hints', hints);
  return hints;
}

function validateFamily(value: unknown): 0 | 4 | 6 {
  if (value === 'IPv4') return 4;
  if (value === 'IPv6') return 6;
  return validateOneOf(value, 'options.family', FAMILIES);
}

/** The addresses that were asked for, in the order that was asked for. */
function chosen(addresses: readonly string[], { family, hints, order }: Question): Found[] {
  const found = addresses.map(address => ({ address, family: isIP(address) as 4 | 6 }));
  const four = found.filter(one => one.family === 4);
  const six = found.filter(one => one.family === 6);
  if (family === 4) return four;
  // RFC 3493 6.1: IPv4 addresses in the form of IPv6, where there are no others or all are wanted.
  const mapped = (hints & V4MAPPED) !== 0 && (six.length === 0 || (hints & ALL) !== 0);
  if (family === 6) return mapped ? [...six, ...four.map(asIPv6)] : six;
  if (order === 'ipv4first') return [...four, ...six];
  return order === 'ipv6first' ? [...six, ...four] : found;
}

function asIPv6({ address }: Found): Found {
  return { address: `::ffff:${address}`, family: 6 };
}

function answer(callback: LookupCallback, found: Found[], { all }: Question): void {
  if (all) callback(null, found);
  else callback(null, found[0].address, found[0].family);
}

// node:util. `inspect` and `format` are Node's own, extracted (npm's node-inspect-extracted).

import inspected from 'node-inspect-extracted';
import {
  errnoException,
  errnoOf,
  exceptionWithHostPort,
  knownCodes,
  wordsOf,
} from '../../net/system-errors.ts';
import { replaceLoneSurrogates } from './buffer/utf8.ts';
import buffer from './buffer.ts';
import { invalidType, outOfRange, validateAbortSignal, validateObject, validateString } from './errors.ts';
import { isDeepStrictEqual } from './util/compare.ts';
import { _extend, debuglog, deprecate, inherits, kinds } from './util/legacy.ts';
import { parseArgs } from './util/parse-args.ts';
import { parseEnv } from './util/parse-env.ts';
import { callbackify, promisify } from './util/promises.ts';
import { styleText } from './util/styles.ts';
import { TextDecoder, TextEncoder } from './util/text-coding.ts';
import { types } from './util/types.ts';

const { format, formatWithOptions, inspect, stripVTControlCharacters } = inspected;

function codeOf(errno: number): string {
  if (typeof errno !== 'number') throw invalidType('err', 'number', errno);
  if (errno >= 0 || !Number.isSafeInteger(errno)) {
    throw outOfRange('err', 'a negative integer', errno);
  }
  return knownCodes().find(code => errnoOf(code) === errno) ?? `Unknown system error ${errno}`;
}

async function aborted(signal: AbortSignal, resource: object): Promise<void> {
  if (signal === undefined) throw invalidType('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateObject(resource, 'resource');
  if (signal.aborted) return;
  await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }));
}

function toUSVString(value: unknown): string {
  return replaceLoneSurrogates(`${value}`);
}

const { isBuffer } = buffer.Buffer as unknown as { isBuffer(value: unknown): boolean };

export default {
  _errnoException: (errno: number, syscall: string, original?: string) =>
    errnoException(codeOf(errno), syscall, original),
  _exceptionWithHostPort: (errno: number, syscall: string, address?: string, port?: number, local?: string) =>
    exceptionWithHostPort(codeOf(errno), syscall, address, port, local),
  _extend,
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getSystemErrorMap: () => new Map(knownCodes().map(code => [errnoOf(code), [code, wordsOf(code)] as const])),
  getSystemErrorName: codeOf,
  getSystemErrorMessage: (errno: number) => wordsOf(codeOf(errno)),
  inherits,
  inspect,
  ...kinds,
  isBuffer,
  isDeepStrictEqual,
  promisify,
  stripVTControlCharacters(text: string): string {
    validateString(text, 'str');
    return stripVTControlCharacters(text);
  },
  toUSVString,
  aborted,
  types,
  parseEnv,
  parseArgs,
  TextDecoder,
  TextEncoder,
};

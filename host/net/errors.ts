// The errors Node's net throws or emits because of how it was used: class, code, message and stack as in Node.
//
// One row of `ERRORS` gives an error its class and its message. What the network answers (ECONNREFUSED …) is in
// system-errors.ts. The messages have not changed since Node 20, but for how they show a value (shown.ts).

import { shown } from './shown.ts';

export * from './system-errors.ts';

const ERRORS = {
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: row(
    TypeError,
    (feature: string) =>
      `The feature ${feature} is unavailable on the current platform, which is being used to run Node.js`,
  ),
  ERR_INVALID_ADDRESS: row(Error, () => 'Invalid socket address'),
  ERR_INVALID_ADDRESS_FAMILY: row(
    RangeError,
    (family: unknown, host: unknown, port: unknown) => `Invalid address family: ${family} ${host}:${port}`,
  ),
  ERR_INVALID_ARG_TYPE: row(TypeError, invalidTypeMessage),
  ERR_INVALID_ARG_VALUE: row(TypeError, invalidValueMessage),
  ERR_INVALID_FD: row(RangeError, (fd: unknown) => `"fd" must be a positive integer: ${shown.text(fd)}`),
  ERR_INVALID_FD_TYPE: row(TypeError, (type: string) => `Unsupported fd type: ${type}`),
  ERR_INVALID_HANDLE_TYPE: row(TypeError, () => 'This handle type cannot be sent'),
  ERR_INVALID_IP_ADDRESS: row(TypeError, (address: unknown) => `Invalid IP address: ${shown.text(address)}`),
  ERR_MISSING_ARGS: row(TypeError, missingArgumentsMessage),
  ERR_OUT_OF_RANGE: row(RangeError, outOfRangeMessage),
  ERR_SERVER_ALREADY_LISTEN: row(
    Error,
    () => 'Listen method has been called more than once without closing.',
  ),
  ERR_SERVER_NOT_RUNNING: row(Error, () => 'Server is not running.'),
  ERR_SOCKET_BAD_PORT: row(
    RangeError,
    (name: string, port: unknown, allowZero = true) =>
      `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${shown.received(port)}.`,
  ),
  ERR_SOCKET_CLOSED: row(Error, () => 'Socket is closed'),
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: row(
    Error,
    () => 'Socket closed before the connection was established',
  ),
  ERR_SOCKET_CONNECTION_TIMEOUT: row(Error, () => 'Socket connection timeout'),
  ERR_STREAM_DESTROYED: row(Error, (method: string) => `Cannot call ${method} after a stream was destroyed`),
  ERR_IP_BLOCKED: row(Error, (address: string) => `IP(${address}) is blocked by net.BlockList`),
};

export type ErrorCode = keyof typeof ERRORS;
export type NodeError = Error & { code: string };

type MessageArguments<C extends ErrorCode> = Parameters<(typeof ERRORS)[C]['message']>;

/**
 * The error of that code, ready to be thrown. What follows the code is what the code's row makes its message of.
 * `name` stays the class's own (`TypeError`); `stack` and `String(error)` show `TypeError [ERR_X]: message`.
 */
export function nodeError<C extends ErrorCode>(code: C, ...details: MessageArguments<C>): NodeError {
  const { Base, message } = ERRORS[code] as { Base: ErrorConstructor; message: (...d: unknown[]) => string };
  const error = withCode(new Base(message(...details)), Base, code);
  if (code === 'ERR_INVALID_ADDRESS_FAMILY') Object.assign(error, { host: details[1], port: details[2] });
  (Error as StackCapturing).captureStackTrace?.(error, nodeError);
  nameInStack(error, `${error.name} [${code}]`);
  return error;
}

/** Makes of a new error of class `Base` one of Node's own. */
export function withCode(error: Error, Base: ErrorConstructor, code: string): NodeError {
  Object.setPrototypeOf(error, printingCode(Base));
  return Object.assign(error, { code });
}

/**
 * What a connection that tried several addresses fails with: all errors in `errors`, the first one's code in
 * `code`, no message. (`net` of Node: NodeAggregateError.)
 */
export function aggregateError(
  errors: readonly Error[],
  message?: string,
): AggregateError & { code?: string } {
  const error = new AggregateError(errors, message) as AggregateError & { code?: string };
  error.code = (errors[0] as { code?: string } | undefined)?.code;
  (Error as StackCapturing).captureStackTrace?.(error, aggregateError);
  nameInStack(error, `AggregateError [${error.code}]`);
  return error;
}

/** What a write meets after the peer's end closed this side too (`allowHalfOpen` false). */
export function endedByPeerError(): NodeError {
  const error = new Error('This socket has been ended by the other party') as NodeError;
  error.code = 'EPIPE';
  return error;
}

/** Text with the encoding 'buffer': Node's handle throws it, so that its text has no code. */
export function textAsBufferError(): NodeError {
  const error = new TypeError('Second argument must be a buffer') as NodeError;
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

type StackCapturing = { captureStackTrace?: (error: object, above?: unknown) => void };

function row<A extends unknown[]>(Base: ErrorConstructor, message: (...details: A) => string) {
  return { Base, message };
}

const prototypes = new Map<ErrorConstructor, object>();

/** `Base.prototype`, but turning into a string with the code, as Node's errors do. */
function printingCode(Base: ErrorConstructor): object {
  let prototype = prototypes.get(Base);
  if (prototype === undefined) {
    const print = function (this: NodeError) {
      return `${this.name} [${this.code}]: ${this.message}`;
    };
    const hidden = { value: print, configurable: true, writable: true };
    prototype = Object.create(Base.prototype, { toString: hidden }) as object;
    prototypes.set(Base, prototype);
  }
  return prototype;
}

/** Where the engine's stacks begin with name and message (V8, JSC's V8 format), puts `name` in that place. */
function nameInStack(error: Error, name: string): void {
  const { stack, message } = error;
  if (typeof stack !== 'string') return;
  const headers = [error.name, error.constructor.name].flatMap(n =>
    message ? [`${n}: ${message}`] : [`${n}: `, n],
  );
  const header = headers.find(text => stack.startsWith(text));
  if (header !== undefined) error.stack = `${name}: ${message}${stack.slice(header.length)}`;
}

const TYPES = ['string', 'function', 'number', 'object', 'boolean', 'bigint', 'symbol'];

/** `expected`: types ('number', 'Function', 'Object'), classes ('AbortSignal') or phrases, one or several. */
function invalidTypeMessage(name: string, expected: string | readonly string[], received: unknown): string {
  const types: string[] = [];
  const classes: string[] = [];
  const phrases: string[] = [];
  for (const item of typeof expected === 'string' ? [expected] : expected) {
    if (TYPES.includes(item) || item === 'Function' || item === 'Object') types.push(item.toLowerCase());
    else if (/^([A-Z][a-z0-9]*)+$/.test(item)) classes.push(item);
    else phrases.push(item);
  }
  const object = types.indexOf('object');
  if (classes.length > 0 && object >= 0) classes.push(...types.splice(object, 1).map(() => 'Object'));

  const choices: string[] = [];
  if (types.length > 0) choices.push(`${types.length > 1 ? 'one of type' : 'of type'} ${oneOf(types)}`);
  if (classes.length > 0) choices.push(`an instance of ${oneOf(classes)}`);
  if (phrases.length > 1) choices.push(`one of ${oneOf(phrases)}`);
  if (phrases.length === 1) choices.push(/[A-Z]/.test(phrases[0]) ? `an ${phrases[0]}` : phrases[0]);
  const subject = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${kindOf(name)}`;
  return `${subject} must be ${choices.join(' or ')}. Received ${shown.received(received)}`;
}

function oneOf(items: readonly string[]): string {
  if (items.length < 3) return items.join(' or ');
  return `${items.slice(0, -1).join(', ')}, or ${items[items.length - 1]}`;
}

function kindOf(name: string): string {
  return name.includes('.') ? 'property' : 'argument';
}

function invalidValueMessage(name: string, received: unknown, reason = 'is invalid'): string {
  const text = shown.inspect(received);
  const cut = text.length > 128 ? `${text.slice(0, 128)}...` : text;
  return `The ${kindOf(name)} '${name}' ${reason}. Received ${cut}`;
}

function outOfRangeMessage(name: string, range: string, received: unknown): string {
  return `The value of "${name}" is out of range. It must be ${range}. Received ${receivedNumber(received)}`;
}

/** Integers beyond 2^32 are shown in groups of three digits. */
function receivedNumber(value: unknown): string {
  if (typeof value === 'bigint')
    return `${value > 2n ** 32n || value < -(2n ** 32n) ? grouped(value) : value}n`;
  return Number.isInteger(value) && Math.abs(value as number) > 2 ** 32
    ? grouped(value as number)
    : shown.inspect(value);
}

function grouped(value: number | bigint): string {
  const text = String(value);
  const first = text.startsWith('-') ? 1 : 0;
  let out = '';
  let end = text.length;
  for (; end >= first + 4; end -= 3) out = `_${text.slice(end - 3, end)}${out}`;
  return text.slice(0, end) + out;
}

/** Each name is an argument that must be there; of an array of names one must be. */
function missingArgumentsMessage(...names: (string | readonly string[])[]): string {
  const quoted = names.map(name =>
    [name]
      .flat()
      .map(one => `"${one}"`)
      .join(' or '),
  );
  const last = quoted[quoted.length - 1];
  if (quoted.length === 1) return `The ${last} argument must be specified`;
  const list = quoted.length === 2 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${last}`;
  return `The ${list} arguments must be specified`;
}

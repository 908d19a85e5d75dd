// The globals that Node shares with browsers, and `Buffer` and `global`. What an engine has of them already stays, but for
// Math.random: an engine draws its seed when the component is made, and every run would draw the same numbers.

import buffer from '../builtins/buffer.ts';
import { console } from '../builtins/console/console.ts';
import { Crypto, CryptoKey, SubtleCrypto, webcrypto } from '../builtins/crypto/webcrypto.ts';
import { URL, URLSearchParams } from '../builtins/url/whatwg.ts';
import { TextDecoder, TextEncoder } from '../builtins/util/text-coding.ts';
import { AbortController, AbortSignal } from './abort.ts';
import { CustomEvent, Event, EventTarget } from './event-target.ts';
import { random } from './random.ts';
import { structuredClone } from './structured-clone.ts';

const { Buffer } = buffer;

const classes = {
  AbortController,
  AbortSignal,
  Buffer,
  Crypto,
  CryptoKey,
  CustomEvent,
  Event,
  EventTarget,
  SubtleCrypto,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
};

// A bundler renames what would be two of one name.
for (const [name, Class] of Object.entries(classes)) {
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
}
for (const [name, value] of Object.entries({ ...classes, crypto: webcrypto, structuredClone })) {
  if (!(name in globalThis)) define(globalThis, name, value);
}
define(globalThis, 'console', console);
define(globalThis, 'global', globalThis);
define(Math, 'random', random);

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

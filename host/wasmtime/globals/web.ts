// The globals that Node shares with browsers, and `Buffer` and `global`; those of which a program is seldom in need are
// parts of their own (builtins/table.ts). What an engine has of them stays, but for Math.random: an engine draws its
// seed when the component is made, and every run would draw the same numbers.

import buffer from '../builtins/buffer.ts';
import { console } from '../builtins/console/console.ts';
import { TextDecoder, TextEncoder } from '../builtins/util/text-coding.ts';
import { AbortController, AbortSignal } from './abort.ts';
import { define, provide } from './define.ts';
import { CustomEvent, Event, EventTarget } from './event-target.ts';
import { random } from './random.ts';
import { structuredClone } from './structured-clone.ts';

const { Buffer } = buffer;

provide({ AbortController, AbortSignal, Buffer, CustomEvent, Event, EventTarget, TextDecoder, TextEncoder });
provide({ structuredClone });
define(globalThis, 'console', console);
define(globalThis, 'global', globalThis);
define(Math, 'random', random);

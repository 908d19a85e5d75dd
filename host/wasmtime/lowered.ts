// What the build puts in the place of what `async` code is made of, and all that it runs on: frames of this file's
// chunk are no part of a program's stack (stacks.ts). It is evaluated before all that has async code.

import './globals/promise.ts';

export { runAsync } from './loop/async-function.ts';
export { Awaited, makeAsyncGenerator } from './loop/async-generator.ts';
export { asyncIteratorOf, delegate } from './loop/async-iteration.ts';
export { Loop } from './loop/loop.ts';

// What the build puts in the place of what `async` code is made of, and all that it runs on: frames of this file's
// chunk are no part of a program's stack (stacks.ts).

export { runAsync } from './loop/async-function.ts';
export { Loop } from './loop/loop.ts';

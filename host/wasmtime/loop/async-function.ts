// What becomes of an `async` function: a generator that is taken from one `await` to the next by reactions of promises.
// The build puts `runAsync` in the place of the bundler's own helper, which makes two promises and four functions
// for every await. Turns of the queue as in ECMA-262 27.7.5.3.

import { context, enterContext } from './async-context.ts';
import { enqueue } from './microtasks.ts';
import {
  GuestPromise,
  isFulfilled,
  outcomeOf,
  pending,
  react,
  rejectPromise,
  resolveAs,
  resolvePromise,
} from './promise.ts';

type Steps = Generator<unknown, unknown, unknown>;
export type Body = (this: unknown, ...args: unknown[]) => Steps;

/** One call of an async function, and the job that goes on with it: there is only one at a time. */
type Call = [
  run: (call: Call, argument: unknown) => void,
  steps: Steps,
  result: GuestPromise,
  context: unknown,
];

/** Calls the body with that `this` and those arguments; the promise is of what it returns. */
export function runAsync(
  self: unknown,
  args: ArrayLike<unknown> | null | undefined,
  body: Body,
): GuestPromise {
  const result = pending();
  let steps: Steps;
  try {
    // `arguments` of an arrow function are null.
    steps = args ? Reflect.apply(body, self, args) : body.call(self);
  } catch (error) {
    rejectPromise(result, error);
    return result;
  }
  step([goOn, steps, result, undefined], true, undefined);
  return result;
}

/** The promise that was waited for is settled. */
function goOn(call: Call, argument: unknown): void {
  const promise = argument as GuestPromise;
  if (call[3] !== context) enterContext(call[3]);
  step(call, isFulfilled(promise), outcomeOf(promise));
}

/** What was waited for was no promise, and no more than a turn of the queue is to be waited. */
function goOnWith(call: Call, value: unknown): void {
  if (call[3] !== context) enterContext(call[3]);
  step(call, true, value);
}

function step(call: Call, fulfilled: boolean, value: unknown): void {
  const steps = call[1];
  let next: IteratorResult<unknown, unknown>;
  let awaited: GuestPromise;
  try {
    next = fulfilled ? steps.next(value) : steps.throw(value);
  } catch (error) {
    return rejectPromise(call[2], error);
  }
  const given = next.value;
  if (next.done) return resolvePromise(call[2], given);
  call[3] = context;
  if ((typeof given !== 'object' || given === null) && typeof given !== 'function') {
    call[0] = goOnWith;
    return enqueue(call, given);
  }
  try {
    awaited = resolveAs(GuestPromise, given);
  } catch (error) {
    return step(call, false, error);
  }
  call[0] = goOn;
  react(awaited, call);
}

// The present async context: what an AsyncLocalStorage reads. It is one value; promises, ticks, timers and sockets keep
// the one in which they were made and bring it back for their callbacks.

export let context: unknown;

/** Makes `next` the present context. Whoever calls it for a callback compares first, which costs less than the call. */
export function enter(next: unknown): void {
  context = next;
}

// What EventTarget (globals/event-target.ts) and node:events know of each other.

/** An EventTarget's method: its listeners of a type. */
export const kListeners: unique symbol = Symbol('listeners');
const kMax: unique symbol = Symbol('events.maxEventTargetListeners');

export interface ListenedTo {
  [kListeners]?(type: string): unknown[];
  [kMax]?: number;
}

let most = 10;

export function targetMaxListeners(target: object): number {
  return (target as ListenedTo)[kMax] ?? most;
}

export function setTargetMaxListeners(n: number, target?: object): void {
  if (target) (target as ListenedTo)[kMax] = n;
  else most = n;
}

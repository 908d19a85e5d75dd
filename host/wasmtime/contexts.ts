// The async context of a socket or server is the one in which its handle was opened: its events, and the end of its
// closing, run there. Where nobody has a context nothing is kept. A connection that was accepted has none, as in Node.

import type { ComponentEngine } from '../binding/component.ts';
import { kEvent, type Owner } from '../binding/engine.ts';
import { currentContext, enterContext } from './loop/async-context.ts';

/** Makes the engine do so. */
export function keepContexts(engine: ComponentEngine): ComponentEngine {
  const contexts = new Map<number, unknown>();
  const open = engine.open.bind(engine);
  const close = engine.close.bind(engine);
  return Object.assign(engine, {
    open(owner: Owner, settings: Parameters<typeof open>[1]): number {
      const handle = open(owner, settings);
      // What an earlier handle of it left.
      if (Object.hasOwn(owner, kEvent)) Reflect.deleteProperty(owner, kEvent);
      const context = currentContext();
      if (context === undefined || handle <= 0) return handle;
      contexts.set(handle, context);
      const tell = owner[kEvent];
      Object.defineProperty(owner, kEvent, {
        configurable: true,
        value: (kind: number, a: number, b: number) =>
          within(context, () => Reflect.apply(tell, owner, [kind, a, b])),
      });
      return handle;
    },
    close(handle: number, closed: () => void): boolean {
      if (!contexts.has(handle)) return close(handle, closed);
      const context = contexts.get(handle);
      contexts.delete(handle);
      return close(handle, () => within(context, closed));
    },
  });
}

function within(context: unknown, callback: () => void): void {
  const before = enterContext(context);
  try {
    callback();
  } finally {
    enterContext(before);
  }
}

// Names through the engine: asked for side by side, answered while something else is waited for.
import * as engine from 'wasi-net:engine/engine@0.1.0';
import * as abi from '../../../assembly/abi.ts';
import { expect, release } from './socket.ts';
import { next } from './turns.ts';

/** What the runtime has to say to each name: its addresses in words, or the error and its operation. */
export function lookUp(names: readonly string[]): object {
  const handles = names.map(startLookup);
  const answers = handles.map(handle => {
    const event = next(handle);
    if (event === undefined) throw new Error('no answer');
    if (event.kind === abi.EVENT_ERROR) return { error: event.a, operation: event.b };
    expect(event.kind, abi.EVENT_RESOLVED, 'event');
    const words = Array.from(engine.addresses(handle));
    expect(words.length, event.a * abi.ADDRESS_WORDS, 'words of addresses');
    return { addresses: words };
  });
  for (const handle of handles) release(handle);
  return { answers, live: engine.live(), blocks: engine.blocks() };
}

export function startLookup(name: string): number {
  const handle = engine.resolve(name);
  if (handle <= 0) throw new Error(`resolve: ${handle}`);
  return handle;
}

// The members of a Socket that go beside its stream where they can. For runtimes in which JavaScript is interpreted: an
// entry gives them to `createNet`. Where it is compiled the stream costs little, and the usual ones are as fast.

import { kEvent } from '../binding/engine.ts';
import { called } from './callable.ts';
import { directEvent } from './direct-reading.ts';
import { type DirectEngine, type DirectRuntime, DirectWriter } from './direct-writing.ts';
import { SocketMethods } from './socket.ts';

type Method = (this: SocketMethods, ...args: never[]) => unknown;

const own = SocketMethods.prototype;

/** What takes the place of the usual members of the same names. */
export function directMembers(engine: DirectEngine, runtime: DirectRuntime): PropertyDescriptorMap {
  const writer = new DirectWriter(engine, runtime);
  /** Does what was written before first. */
  const after = (method: (...args: never[]) => unknown) =>
    function (this: SocketMethods, ...args: never[]): unknown {
      writer.flush(this);
      return method.apply(this, args);
    };
  const { write, _write, end, cork, destroy } = own;
  const writeAfter = after(write);
  return {
    [kEvent]: { value: directEvent(engine) },
    ...members({
      write(...args) {
        const taken = args.length === 1 ? writer.write(this, args[0]) : undefined;
        return taken ?? writeAfter.apply(this, args);
      },
      _write(chunk, encoding, callback) {
        if (!writer.resume(this, callback)) _write.call(this, chunk, encoding, callback);
      },
      end: after(end),
      cork: after(cork),
      destroy: after(destroy),
    }),
  };
}

/** As the usual ones are seen. */
function members(methods: Record<string, Method>): PropertyDescriptorMap {
  const made: PropertyDescriptorMap = {};
  for (const [name, method] of Object.entries(methods)) {
    const { length } = (own as unknown as Record<string, Method>)[name];
    made[name] = {
      value: called(method as never, name, length),
      enumerable: true,
      configurable: true,
      writable: true,
    };
  }
  return made;
}

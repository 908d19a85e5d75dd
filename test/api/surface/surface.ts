// The names that a net has for programs: of the module, of its classes and of their prototypes, with their kinds, and
// whether they are listed.
// What begins with an underscore is nobody's business, nor are symbols that no program can spell.
import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';

export type Surface = Record<string, Record<string, string>>;

const CLASSES = ['Socket', 'Server', 'BlockList', 'SocketAddress'];
const SPELLED: (string | symbol)[] = [Symbol.asyncIterator, Symbol.for('nodejs.rejection')];
/** What the classes stand on, which is the runtime's own. */
const BASES = new Set<object>([Object, Duplex, EventEmitter].map(({ prototype }) => prototype));

export function surfaceOf(net: object): Surface {
  // Members that are made when they are first asked for are members.
  const surface: Surface = { net: namesOf({ ...net }) };
  for (const name of CLASSES) {
    const Class = Reflect.get(net, name);
    surface[name] = namesOf(Class);
    surface[`${name}.prototype`] = inheritedNamesOf(Class.prototype);
  }
  return surface;
}

function inheritedNamesOf(prototype: object): Record<string, string> {
  if (BASES.has(prototype)) return {};
  return { ...inheritedNamesOf(Object.getPrototypeOf(prototype)), ...namesOf(prototype) };
}

function namesOf(object: object): Record<string, string> {
  const names: Record<string, string> = {};
  for (const key of Reflect.ownKeys(object)) {
    if (typeof key === 'string' ? key.startsWith('_') : !SPELLED.includes(key)) continue;
    const { get, value, enumerable } = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
    const isListed = enumerable && typeof key === 'string';
    names[String(key)] = (isListed ? 'listed ' : '') + (get ? 'getter' : typeof value);
  }
  return names;
}

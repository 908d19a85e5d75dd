// Array.fromAsync over the guest's promises: the engine's own waits for promises of the engine. Its steps are those of
// the proposal that became ECMA-262 23.1.2.1.

export async function fromAsync(
  this: unknown,
  items: Iterable<unknown> | AsyncIterable<unknown> | ArrayLike<unknown>,
  // With defaults, so that the function's `length` is 1, as the specification has it.
  map: ((value: unknown, index: number) => unknown) | undefined = undefined,
  self: unknown = undefined,
): Promise<unknown> {
  if (map !== undefined && typeof map !== 'function') throw new TypeError(`${String(map)} is not a function`);
  const Class = typeof this === 'function' ? (this as ArrayConstructor) : Array;
  const iterable = Symbol.asyncIterator in Object(items) || Symbol.iterator in Object(items);
  const source = iterable ? (items as Iterable<unknown>) : Array.from(items as ArrayLike<unknown>);
  const made = new Class();
  let length = 0;
  for await (const item of source) {
    made[length] = map ? await map.call(self, item, length) : item;
    length++;
  }
  made.length = length;
  return made;
}

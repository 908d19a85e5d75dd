// `call-bind/callBound`: a method of the language, such as `RegExp.prototype.test`, as a function of its `this`.

type Method = (this: unknown, ...args: unknown[]) => unknown;

export default (path: string) => {
  const method = path
    .split('.')
    .reduce<unknown>((value, name) => (value as never)[name], globalThis) as Method;
  return (self: unknown, ...args: unknown[]) => method.apply(self, args);
};

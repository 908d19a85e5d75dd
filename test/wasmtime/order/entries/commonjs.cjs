// A CommonJS module as a program: what its first argument names happens in it.

const [, , form] = process.argv;

process.on('beforeExit', code => console.log('beforeExit', code));
process.on('exit', code => console.log('exit', code, process.exitCode));
process.nextTick(() => console.log('tick'));
queueMicrotask(() => console.log('microtask'));
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => process.nextTick(() => console.log('tick of a microtask')));
console.log('begin', require.main === module, typeof __filename);

if (form === 'throws') throw new Error('of the module');
if (form === 'throws, and somebody listens') {
  process.on('uncaughtException', (error, origin) => console.log('taken', String(error), origin));
  throw new Error('of the module');
}
if (form === 'rejects') Promise.reject(new Error('unhandled'));
if (form === 'exits') process.exit(4);

console.log('end');

// An ES module as a program: what its first argument names happens at its top level.

const [, , form] = process.argv;

process.on('beforeExit', code => console.log('beforeExit', code));
process.on('exit', code => console.log('exit', code, process.exitCode));
process.nextTick(() => console.log('tick'));
queueMicrotask(() => console.log('microtask'));
setImmediate(() => console.log('immediate'));
console.log('begin', import.meta.url.startsWith('file:'));

switch (form) {
  case 'awaits':
    await null;
    console.log('after an await');
    await new Promise(resolve => setImmediate(resolve));
    console.log('after a turn');
    break;
  case 'waits forever':
    await new Promise(() => {});
    break;
  case 'waits forever with a code':
    process.exitCode = 5;
    await new Promise(() => {});
    break;
  case 'waits forever and exits':
    setTimeout(() => process.exit(), 5);
    await new Promise(() => {});
    break;
  case 'throws':
    throw new Error('of the module');
  case 'throws text':
    throw 'just text';
  case 'throws later':
    await null;
    throw new RangeError('of the module, later');
  case 'throws, and somebody listens':
    process.on('uncaughtException', (error, origin) => console.log('taken', String(error), origin));
    await null;
    throw new Error('of the module');
}

console.log('end');

export {};

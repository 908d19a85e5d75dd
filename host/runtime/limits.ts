// What a runtime keeps wasi-net from doing as on Node, and why. The documents and the tests read it.

export type Limits = Readonly<Record<string, string>>;

export const limits = {
  deno: {
    'an end before the first byte':
      'Deno takes a peer that ends before it has sent anything for a broken connection: what the kernel does not take at once fails with ECONNRESET.',
    'an exception that ends the program':
      'Deno emits no exit before: what the tick has gathered is not sent.',
    'anonymous TLS': 'Deno has no cipher suites without a certificate.',
    'BlockList and postMessage': 'Deno copies no object with its methods: what arrives is no BlockList.',
    'errors of others':
      'Errors that Deno makes itself, those of its streams and of an AbortSignal among them, have its own names and words.',
    'end in the tick of a connection':
      'Deno writes nothing to an accepted connection before the next turn of its loop: process.exit() or destroy() in that tick loses it.',
    ipv6Only:
      'Deno has no such sockets. With --allow-sys=networkInterfaces each IPv6 address that the machine has by then is listened on, but those of a link; without, IPv4 connections are accepted and reset.',
    'local address of another family': 'Its error is `connect EINVAL`, on Node `bind EINVAL`.',
    'local end in messages': 'Errors of connect do not end with ` - Local (address:port)`.',
    'long paths':
      'A path that is longer than the system takes fails as one that does not exist does: after connect has returned.',
    'perf_hooks net entries': 'Deno records none, and lets nobody else.',
    'reset after an unread end': 'A write after it fails with ECONNRESET, on Node with EPIPE.',
    'wasi-net/register': 'It replaces modules of Node, and is for Node alone.',
    'write that fails at once': 'It says so a tick later, when `write` has returned true.',
  },
} as const satisfies Record<string, Limits>;
